"""Our own source, as syntax trees."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGE: Final = ROOT / "sotiem"
MODULES: Final = (
    "accounts",
    "messages",
    "places",
    "vaccines",
    "facilities",
    "supply",
    "patients",
    "doses",
    "matching",
    "population",
    "certificates",
    "reopening",
    "imports",
    "corrections",
    "readbacks",
    "reactions",
    "phone_changes",
    "data_requests",
    "archive",
)


def python_files(folder: Path = PACKAGE) -> Iterator[Path]:
    """Every source file but migrations."""
    yield from (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))
