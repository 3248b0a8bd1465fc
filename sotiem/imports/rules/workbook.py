"""The cells of a workbook as text, row by row, as the spreadsheet shows them."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.dates import HeldDay

_CHUNK: Final = 1024 * 1024
_LONGEST_CELL: Final = 8 * _CHUNK
_MOST_MERGES: Final = 20_000
# Parts that are held in memory as a whole.
_MOST_BYTES_OF: Final = {
    "xl/workbook.xml": 4 * _CHUNK,
    "xl/_rels/workbook.xml.rels": 4 * _CHUNK,
    "xl/sharedStrings.xml": 120 * _CHUNK,
}
# The reader makes room for every cell up to the last, so the last one is looked for beforehand:
# from row 200,000 or column DA on, a cell with something in it.
# No pattern may look beyond the next `<`: a hostile file would make each look run to the end.
_FAR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\s[^<>]*?\br="(?:[A-Z]+(?:[2-9]\d{5}|\d{7,})|(?:[D-Z][A-Z]|[A-Z]{3,})\d+)"'
    rb"(?:[^<>]*[^<>/])?>"
)
_CELL_WITHOUT_PLACE: Final = re.compile(rb'<(?:\w+:)?c(?:>|\s(?![^<>]*\br=")[^<>]*>)')
# What these do not find the two above do not find either, at a quarter of the time.
_MAY_BE_FAR: Final = re.compile(
    rb'"(?:[A-Z]{1,2}(?:[2-9]\d{5}|\d{7,})|[D-Z][A-Z]\d+|[A-Z]{3,}\d+)"'
)
_UNUSUAL_CELL: Final = re.compile(rb'<c(?! r="[A-Z])[\s>]')
_CELL_ENDS: Final = re.compile(rb"</(?:\w+:)?c>")
_CELL_BEGINS: Final = re.compile(rb"<(?:\w+:)?c(?=\s)")
_PLACE: Final = re.compile(rb'\s[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>[^<]|<(?:\w+:)?is>")
_MERGE: Final = re.compile(rb"<(?:\w+:)?mergeCell\s")


class BadSheet(Exception):
    """The workbook cannot be understood as a whole; `details` may name headers, never people."""

    def __init__(self, problem: FileProblem, **details: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.details = details


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: all its rows from the first on, so that row n of the screen is `rows[n - 1]`."""

    name: str
    rows: list[list[str]]
    merged: tuple[tuple[int, int, int, int], ...]  # first row, first column, last row, last column
    formulas_without_value: frozenset[tuple[int, int]]
    is_hidden: bool = False


def read_sheets(content: bytes) -> list[Sheet]:
    """Read the sheets of a workbook; every part is measured before it is parsed."""
    try:
        formulas = _look_through(content)
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _read_sheet(book, meta, formulas.get(meta.name, frozenset()))
                for meta in book.sheets_metadata
                if meta.typ == SheetTypeEnum.WorkSheet
            ]
    except (
        CalamineError,
        ElementTree.ParseError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        EOFError,
        ValueError,
    ) as error:
        raise BadSheet(FileProblem.UNREADABLE) from error


def _read_sheet(
    book: CalamineWorkbook, meta: SheetMetadata, formulas: frozenset[tuple[int, int]]
) -> Sheet:
    sheet = book.get_sheet_by_name(meta.name)
    merged = tuple(
        (first_row, first_column, last_row, last_column)
        for (first_row, first_column), (last_row, last_column) in sheet.merged_cell_ranges or ()
    )
    rows = [
        [cell if type(cell) is str else text_of(cell) for cell in row] for row in sheet.iter_rows()
    ]
    is_hidden = meta.visible != SheetVisibleEnum.Visible
    return Sheet(meta.name, rows, merged, formulas, is_hidden)


def text_of(value: Any) -> str:
    """Write a cell's value as its owner would: days first, whole numbers whole."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return HeldDay(f"{value.day:02}/{value.month:02}/{value.year:04}")
    return str(value)


def _look_through(content: bytes) -> dict[str, frozenset[tuple[int, int]]]:
    """Unpack every part once, against lies about its size; find each sheet's valueless formulas."""
    formulas = {}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for part in parts.infolist():
            if part.file_size > _MOST_BYTES_OF.get(part.filename, part.file_size):
                raise BadSheet(FileProblem.TOO_LARGE)
        sheet_of = {path: name for name, path in _sheet_paths(parts).items()}
        for part in parts.infolist():
            found = _look_through_part(parts, part, is_sheet=part.filename in sheet_of)
            if part.filename in sheet_of:
                formulas[sheet_of[part.filename]] = frozenset(found)
    return formulas


def _look_through_part(
    parts: zipfile.ZipFile, part: zipfile.ZipInfo, *, is_sheet: bool
) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    rest, merges = b"", 0
    with parts.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if is_sheet:
                block = rest + chunk
                cut = _whole_cells(block)
                rest = block[cut:]
                merges += len(_MERGE.findall(chunk))
                if len(rest) > _LONGEST_CELL or merges > _MOST_MERGES:
                    raise BadSheet(FileProblem.UNREADABLE)
                found.update(_look_at(block[:cut]))
    found.update(_look_at(rest))
    return found


def _whole_cells(block: bytes) -> int:
    """How much of a block holds whole cells; the last one may go on in the next block."""
    begin = max(block.rfind(b"<c "), block.rfind(b"<", 0, block.rfind(b":c ") + 1))
    end_of_tag = block.find(b">", begin)
    if begin < 0 or block[end_of_tag - 1 : end_of_tag] == b"/":
        return max(block.rfind(b"<"), 0)
    is_open = end_of_tag < 0 or not _CELL_ENDS.search(block, end_of_tag)
    return begin if is_open else max(block.rfind(b"<"), 0)


def _look_at(block: bytes) -> Iterator[tuple[int, int]]:
    """Refuse cells the reader must not see; give the places of formulas without a value."""
    if _MAY_BE_FAR.search(block) and _FAR_CELL.search(block):
        raise BadSheet(FileProblem.TOO_LARGE)
    is_unusual = b":c" in block or _UNUSUAL_CELL.search(block)
    if is_unusual and _CELL_WITHOUT_PLACE.search(block):
        raise BadSheet(FileProblem.UNREADABLE)
    may_have_formulas = b"<f" in block or b":f" in block
    if not may_have_formulas or not _FORMULA.search(block):
        return
    for cell in _CELL_BEGINS.split(block):
        place = _PLACE.match(cell)
        if place and _FORMULA.search(cell) and not _VALUE.search(cell):
            yield int(place[2]) - 1, column_index(place[1].decode())


def column_index(letters: str) -> int:
    """The place of a column, counted from 0, by its letters as the spreadsheet shows them."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _sheet_paths(parts: zipfile.ZipFile) -> dict[str, str]:
    """The part in which each sheet stands, by the sheet's name."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in ElementTree.fromstring(parts.read("xl/_rels/workbook.xml.rels"))
    }
    paths = {}
    for element in ElementTree.fromstring(parts.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            rel = next((v for k, v in element.items() if k.rpartition("}")[2] == "id"), None)
            target = targets.get(rel, "")
            path = posixpath.normpath(posixpath.join("xl", target)).lstrip("/")
            paths[element.get("name", "")] = path
    return paths
