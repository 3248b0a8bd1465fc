"""Finds the texts a folder shows to people, without the gettext tools."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

CALLS = frozenset({"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"})
LITERAL = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
IN_TEMPLATE = re.compile(rf"\b(?:gettext|_)\(u?{LITERAL}\)|\bngettext\(u?{LITERAL}")


def _in_python(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        first = node.args[0]
        if name in CALLS and isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def _in_template(path: Path) -> Iterator[str]:
    for match in IN_TEMPLATE.finditer(templatize(path.read_text())):
        yield ast.literal_eval(match[1] or match[2])


def texts_of(folder: Path) -> set[str]:
    """Collect every msgid of a folder's Python files and templates."""
    found = {text for path in folder.rglob("*.py") for text in _in_python(path)}
    return found | {text for path in folder.rglob("*.html") for text in _in_template(path)}
