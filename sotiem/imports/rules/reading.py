"""From a workbook's bytes to the rows that hold people and doses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sotiem.imports.facts import FileProblem, LeftOut, PassedOver
from sotiem.imports.rules.bundle import is_bundle, read_bundle
from sotiem.imports.rules.json_file import read_json
from sotiem.imports.rules.layout import Layout, clean, find_layout, layout_with, missing_columns
from sotiem.imports.rules.lists import number_of
from sotiem.imports.rules.passing import TELLING, Passing, numbers_columns
from sotiem.imports.rules.sent import is_sent, sheet_of
from sotiem.imports.rules.table import is_table, read_table
from sotiem.imports.rules.workbook import BadSheet, Sheet, read_sheets


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as it came: the cells of the person, and those of each dose it tells of."""

    number: int  # tells the list and the row in it (`rules.lists`)
    person: dict[str, str]
    doses: dict[int, dict[str, str]]
    is_merged: bool
    valueless: frozenset[tuple[int, str]]  # (dose or 0, column) of formulas without a value


@dataclass(frozen=True, slots=True)
class DoseSheet:
    """A list of doses, and the rows below its header that are none, each with why."""

    sheet: Sheet
    layout: Layout
    rows: list[SheetRow] = field(default_factory=list)
    passed_over: dict[int, PassedOver] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DoseFile:
    """The lists of a file, and its sheets with something in them that were left out."""

    lists: list[DoseSheet]
    left_out: dict[str, LeftOut]

    @property
    def rows(self) -> int:
        return sum(len(each.rows) for each in self.lists)


def read_dose_sheet(content: bytes) -> DoseSheet:
    """The first list of a file."""
    return read_dose_file(content).lists[0]


def read_dose_file(content: bytes) -> DoseFile:
    """Find the sheets that list doses, and their rows; refuse when there is none.

    Left out are hidden sheets, and those that name nobody or no dose: covers, counts, pivots.
    """
    sheets = [(sheet, find_layout(sheet.rows)) for sheet in _sheets(content)]
    shown = [(sheet, layout) for sheet, layout in sheets if layout and not sheet.is_hidden]
    if not shown:
        hidden = [sheet.name for sheet, layout in sheets if layout and layout.lists_doses]
        if hidden:
            raise BadSheet(FileProblem.ONLY_HIDDEN, sheets=", ".join(hidden))
        raise BadSheet(FileProblem.NO_HEADER)
    lists: list[DoseSheet] = []
    for sheet, layout in [each for each in shown if each[1].lists_doses] or shown[:1]:
        listed = _listed(sheet, layout, place=len(lists))
        if listed.rows or missing_columns(layout):
            lists.append(listed)
    if not lists:
        raise BadSheet(FileProblem.NO_ROWS)
    taken = {each.sheet.name for each in lists}
    return DoseFile(lists, _left_out([each for each in sheets if each[0].name not in taken]))


def _left_out(sheets: Iterable[tuple[Sheet, Layout | None]]) -> dict[str, LeftOut]:
    """Why each of these sheets was not read; covers, and hidden ones without doses, are not worth
    a word."""
    found = {}
    for sheet, layout in sheets:
        if layout is None or len(sheet.rows) <= layout.header_row + 1:
            continue
        if not layout.lists_doses:
            if not sheet.is_hidden:
                found[sheet.name] = LeftOut.NO_LIST
        else:
            found[sheet.name] = LeftOut.HIDDEN if sheet.is_hidden else LeftOut.NO_ROWS
    return found


def with_columns(listed: DoseSheet, columns: Mapping[int, str], *, place: int) -> DoseSheet:
    """The same list, the `place`-th of its file, when somebody said what some of its columns hold,
    by their place."""
    layout = layout_with(listed.sheet.rows, listed.layout, columns)
    return _listed(listed.sheet, layout, place=place)


def _sheets(content: bytes) -> list[Sheet]:
    read = read_json(content)
    if is_sent(read):
        return [sheet_of(read)]
    if is_bundle(read):
        return [read_bundle(read)]
    return [read_table(content)] if is_table(content) else read_sheets(content)


def _listed(sheet: Sheet, layout: Layout, *, place: int) -> DoseSheet:
    listed = DoseSheet(sheet, layout)
    merged = _merged_rows(sheet, below=layout.header_row)
    valueless = _valueless_cells(sheet, layout)
    passing = Passing(sheet.rows, layout, sheet.merged)
    for index in range(layout.header_row + 1, len(sheet.rows)):
        cells = sheet.rows[index]
        if not any(map(str.strip, cells)) or numbers_columns(cells):
            continue
        person = _taken(cells, layout.person)
        doses = {slot: _taken(cells, places) for slot, places in layout.doses.items()}
        missing = valueless.get(index, frozenset())
        why = passing.why(index, cells, person, doses.values())
        if why is not None and not (missing and why == PassedOver.EMPTY):
            listed.passed_over[number_of(place, index + 1)] = why
            continue
        told = {
            slot: dose
            for slot, dose in doses.items()
            if any(dose.get(key) for key in TELLING) or any(of == slot for of, _ in missing)
        }
        number = number_of(place, index + 1)
        listed.rows.append(SheetRow(number, person, told, index in merged, missing))
    return listed


def _taken(cells: list[str], places: Mapping[str, int]) -> dict[str, str]:
    return {key: clean(text) if (text := cells[place]) else "" for key, place in places.items()}


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
