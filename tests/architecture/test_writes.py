"""Only operations write. (`foundation` keeps its own tables.)"""

import ast
from pathlib import Path
from typing import Final

from tests.architecture.sources import PACKAGE, python_files, tree_of

ALWAYS_A_WRITE: Final = {
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
ON_A_QUERYSET: Final = {"create", "update", "delete"}
# A workbook is saved too; the database knows nothing of it.
NOT_ROWS: Final = {"book"}
QUERYSET_WORDS: Final = ("objects", "filter(", "exclude(", "_set", "_default_manager")


def writes_in(path: Path) -> list[str]:
    """The calls of a file that change the database, as far as the source tells."""
    found = []
    for node in ast.walk(tree_of(path)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        receiver, name = ast.unparse(node.func.value), node.func.attr
        on_a_queryset = any(word in receiver for word in QUERYSET_WORDS)
        saves = (
            name == "save"
            and receiver not in NOT_ROWS
            and not any(
                isinstance(argument, ast.Name | ast.Attribute | ast.Call) for argument in node.args
            )
        )
        if name in ALWAYS_A_WRITE or saves or (name in ON_A_QUERYSET and on_a_queryset):
            found.append(f"{path.relative_to(PACKAGE)}:{node.lineno} {receiver}.{name}")
    return found


def test_only_operations_write() -> None:
    found = [
        write
        for path in python_files()
        if "operations" not in path.parts and path.relative_to(PACKAGE).parts[0] != "foundation"
        for write in writes_in(path)
    ]
    assert found == []


def test_a_write_is_recognised(tmp_path: Path) -> None:
    source = PACKAGE / "patients" / "operations" / "amend.py"
    names = {write.rpartition(".")[2] for write in writes_in(source)}
    assert names == {"create", "save"}
