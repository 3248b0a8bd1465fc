"""Workbooks we give back: the same sheet with its results, and the empty template."""

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from rustpy_xlsxwriter import FastExcel, Format

from sotiem.foundation.spreadsheets import harmless
from sotiem.imports.rules.columns import RESULT_COLUMN, template_columns
from sotiem.imports.rules.layout import clean
from sotiem.imports.rules.lists import place_of
from sotiem.imports.rules.reading import DoseSheet

_INVISIBLE_SPACE: Final = "\u200b"
# A spreadsheet takes 31; one is left to make two of them differ.
_LONGEST_SHEET_NAME: Final = 30
_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")


def annotated(lists: Sequence[DoseSheet], results: Mapping[int, str]) -> bytes:
    """The lists as they came, with the result of each row in the result column of its list."""
    told: list[dict[int, str]] = [{} for _ in lists]
    for number, result in results.items():
        place, row = place_of(number)
        told[place][row] = result
    names = _different([_sheet_name(each) for each in lists])
    rows = map(_annotated, lists, told)
    return written(zip(names, rows, strict=True))


def _annotated(listed: DoseSheet, results: Mapping[int, str]) -> list[list[str]]:
    rows = [list(map(harmless, row)) for row in listed.sheet.rows]
    place = listed.layout.result
    if place is None:
        place = max(map(len, rows))
        for row in rows:
            row.append("")
        rows[listed.layout.header_row][place] = RESULT_COLUMN.header
    for number, result in results.items():
        rows[number - 1][place] = harmless(result)
    return rows


def _sheet_name(listed: DoseSheet) -> str:
    name = _SHEET_NAME.sub(" ", listed.sheet.name)
    return name[:_LONGEST_SHEET_NAME].strip() or RESULT_COLUMN.header


def template(explanations: Sequence[Sequence[str]], *, sheet_name: str, help_name: str) -> bytes:
    """The empty sheet, and a second one that says what belongs into each column."""
    return written(
        [(sheet_name, [[header for _, header in template_columns()]]), (help_name, explanations)]
    )


def written(sheets: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> bytes:
    """A workbook with these sheets; every cell is text."""
    target = io.BytesIO()
    book = FastExcel(target)
    for name, rows in sheets:
        header, *others = rows
        keys = _different(header)
        # A sheet is made of records; one of empty cells leaves no row behind.
        records = [dict(zip(keys, (cell or None for cell in row), strict=True)) for row in others]
        book.sheet(name, records or [dict.fromkeys(keys)], **_look(keys, rows))
    book.save()
    return target.getvalue()


def _look(keys: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any]:
    text = Format().set_num_format("@")
    return {
        "header_format": Format().set_bold().set_text_wrap(),
        "column_formats": [text] * len(keys),
        "column_widths": [float(_width(cells)) for cells in zip(*rows[:200], strict=True)],
        "ignore_errors": list(keys),
    }


def _width(cells: Sequence[str]) -> int:
    return min(60, max(8, *(len(clean(cell)) + 2 for cell in cells), 8))


def _different(header: Sequence[str]) -> list[str]:
    """The first row's texts, made to differ by characters that nobody sees: the writer needs it."""
    keys: list[str] = []
    taken: set[str] = set()
    for text in header:
        while text in taken or not text:
            text += _INVISIBLE_SPACE
        taken.add(text)
        keys.append(text)
    return keys
