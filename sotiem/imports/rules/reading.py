"""From a workbook's bytes to the rows that hold people and doses."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.bundle import is_bundle, read_bundle
from sotiem.imports.rules.json_file import read_json
from sotiem.imports.rules.layout import Layout, clean, find_layout, require_columns
from sotiem.imports.rules.sent import is_sent, sheet_of
from sotiem.imports.rules.table import is_table, read_table
from sotiem.imports.rules.workbook import BadSheet, Sheet, read_sheets

_COLUMN_NUMBER: Final = re.compile(r"\(?\d{1,2}\)?")
_TOTAL: Final = re.compile(r"(?:tổng(?: cộng| số)?|cộng|tong cong)(?:\W.*)?", re.IGNORECASE)
_TELLING: Final = ("vaccine", "day", "lot")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it came: the cells of the person, and those of each dose it tells of."""

    number: int  # as the spreadsheet shows it
    person: dict[str, str]
    doses: dict[int, dict[str, str]]
    is_merged: bool
    valueless: frozenset[tuple[int, str]]  # (dose or 0, column) of formulas without a value


@dataclass(frozen=True, slots=True)
class DoseSheet:
    sheet: Sheet
    layout: Layout
    rows: list[SheetRow]


def read_dose_sheet(content: bytes) -> DoseSheet:
    """Find the one sheet that lists doses, and its rows; refuse when there is no such sheet."""
    found = []
    for sheet in _sheets(content):
        layout = find_layout(sheet.rows)
        if layout is not None:
            found.append(DoseSheet(sheet, layout, list(_rows(sheet, layout))))
    if not found:
        raise BadSheet(FileProblem.NO_HEADER)
    found = [each for each in found if each.rows] or found[:1]
    if len(found) > 1:
        raise BadSheet(
            FileProblem.SEVERAL_SHEETS, sheets=", ".join(each.sheet.name for each in found)
        )
    require_columns(found[0].layout)
    if not found[0].rows:
        raise BadSheet(FileProblem.NO_ROWS)
    return found[0]


def _sheets(content: bytes) -> list[Sheet]:
    read = read_json(content)
    if is_sent(read):
        return [sheet_of(read)]
    if is_bundle(read):
        return [read_bundle(read)]
    return [read_table(content)] if is_table(content) else read_sheets(content)


def _rows(sheet: Sheet, layout: Layout) -> Iterator[SheetRow]:
    merged = _merged_rows(sheet, below=layout.header_row)
    valueless = _valueless_cells(sheet, layout)
    for index in range(layout.header_row + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        person = _taken(cells, layout.person)
        doses = {slot: _taken(cells, places) for slot, places in layout.doses.items()}
        missing = valueless.get(index, frozenset())
        if (_is_blank(person, doses) and not missing) or _numbers_columns(cells):
            continue
        told = {
            slot: dose
            for slot, dose in doses.items()
            if any(dose.get(key) for key in _TELLING) or any(of == slot for of, _ in missing)
        }
        if not told and _is_total(cells):
            continue
        yield SheetRow(index + 1, person, told, index in merged, missing)


def _taken(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {key: clean(text) if (text := cells[place]) else "" for key, place in places.items()}


def _is_blank(person: dict[str, str], doses: dict[int, dict[str, str]]) -> bool:
    """Nothing but perhaps the row's number and a facility filled in beforehand."""
    named = any(value for key, value in person.items() if key != "order")
    return not named and not any(dose.get(key) for dose in doses.values() for key in _TELLING)


def _is_total(cells: list[str]) -> bool:
    """Whether a row without a dose only adds up the rows above it."""
    return any(_TOTAL.fullmatch(clean(cell)) for cell in cells[:4] if cell)


def _numbers_columns(cells: list[str]) -> bool:
    """Whether the row only numbers the columns, as official forms do below their header."""
    filled = [cell for cell in cells if cell]
    # Most rows are told apart by their second cell already: a name.
    if len(filled) <= 4 or not _COLUMN_NUMBER.fullmatch(clean(filled[1])):
        return False
    return all(_COLUMN_NUMBER.fullmatch(text) for cell in filled if (text := clean(cell)))


def _merged_rows(sheet: Sheet, *, below: int) -> frozenset[int]:
    last = len(sheet.rows) - 1
    return frozenset(
        row
        for first_row, _, last_row, _ in sheet.merged
        for row in range(max(first_row, below + 1), min(last_row, last) + 1)
    )


def _valueless_cells(sheet: Sheet, layout: Layout) -> dict[int, frozenset[tuple[int, str]]]:
    names = {place: (0, key) for key, place in layout.person.items()}
    for slot, places in layout.doses.items():
        names |= {place: (slot, key) for key, place in places.items()}
    found: dict[int, set[tuple[int, str]]] = {}
    for row, column in sheet.formulas_without_value:
        if column in names:
            found.setdefault(row, set()).add(names[column])
    return {row: frozenset(cells) for row, cells in found.items()}
