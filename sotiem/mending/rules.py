"""How a sheet of corrections is read: without database or clock."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from uuid import UUID

from sotiem.corrections.facts import Claims, DoseClaim, PersonChange
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.spreadsheets import harmless
from sotiem.identity import (
    Cccd,
    InvalidIdentity,
    PartialDate,
    PersonName,
    PhoneNumber,
    Sex,
    parse_day,
    parse_national_number,
    unmark,
)
from sotiem.imports.facts import FileProblem
from sotiem.imports.rules.columns import RESULT_COLUMN, Column
from sotiem.imports.rules.dates import in_figures
from sotiem.imports.rules.doses import CENTURY, facility_key, lot_number
from sotiem.imports.rules.layout import clean, header_key
from sotiem.imports.rules.table import is_table, read_table
from sotiem.imports.rules.workbook import BadSheet, Sheet, read_sheets
from sotiem.imports.rules.writing import written
from sotiem.mending.facts import AskedRow, Finding, RowTrouble
from sotiem.vaccines.facts import Ambiguous
from sotiem.vaccines.rules import Names

COLUMNS: Final = (
    Column("report", "Mã phản ánh", False, "PA-7K3M-9Q2D", "Mã tra cứu"),
    Column(
        "person",
        "Số căn cước hoặc mã hồ sơ",
        False,
        "079175012345",
        "Số căn cước|CCCD|Số CCCD|Số CCCD/CMND|Số CMND/CCCD|Số định danh|Mã hồ sơ",
    ),
    Column("full_name", "Họ và tên", True, "Nguyễn Thị Hòa", "Họ tên|Họ và tên đang ghi"),
    Column("day", "Ngày tiêm đang ghi", False, "12/08/2021", "Ngày tiêm hiện ghi|Ngày tiêm"),
    Column("vaccine", "Vắc xin đang ghi", False, "AstraZeneca", "Vắc xin hiện ghi|Vắc xin"),
    Column("right_day", "Ngày tiêm đúng", False, "13/08/2021"),
    Column("right_vaccine", "Vắc xin đúng", False, "Comirnaty"),
    Column("right_lot", "Số lô đúng", False, "FK0112"),
    Column("right_facility", "Mã cơ sở đúng", False, "", "Cơ sở đúng|Cơ sở tiêm đúng"),
    Column("right_name", "Họ và tên đúng", False, "", "Họ tên đúng"),
    Column("right_birth", "Ngày sinh đúng", False, "30/04/1975"),
    Column("right_sex", "Giới tính đúng", False, "Nữ"),
    Column("right_number", "Số căn cước đúng", False, "", "CCCD đúng|Số CCCD đúng"),
    Column("right_phone", "Điện thoại đúng", False, "", "Số điện thoại đúng|SĐT đúng"),
)
HEADERS: Final[Mapping[str, str]] = {column.key: column.header for column in COLUMNS}
_KEYS: Final = {
    header_key(text): column.key
    for column in (*COLUMNS, RESULT_COLUMN)
    for text in column.spellings
}
_ROWS_BEFORE_HEADER: Final = 30
_LONGEST_LOT: Final = 30
_SHOWN: Final = 60


@dataclass(slots=True)
class CorrectionList:
    """A sheet with its header, and the rows below it that say something."""

    sheet: Sheet
    header_row: int
    places: dict[str, int]
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class References:
    """What cells are held against, read once for a sheet."""

    vaccines: Names[int]
    facilities: Mapping[str, int]  # by `facility_key`
    today: date


def read_list(content: bytes) -> CorrectionList:
    """The first visible sheet of a file that has our columns, and its rows."""
    sheets = [read_table(content)] if is_table(content) else read_sheets(content)
    shown = (_with_header(sheet) for sheet in sheets if not sheet.is_hidden)
    found = next((each for each in shown if each), None)
    if found is None:
        raise BadSheet(FileProblem.NO_HEADER)
    if "full_name" not in found.places:
        raise BadSheet(FileProblem.COLUMNS_MISSING, columns=HEADERS["full_name"])
    for index in range(found.header_row + 1, len(found.sheet.rows)):
        row = found.sheet.rows[index]
        cells = {key: clean(row[place]).lstrip("'") for key, place in found.places.items()}
        cells.pop(RESULT_COLUMN.key, None)
        if any(cells.values()):
            found.rows.append((index + 1, cells))
    if not found.rows:
        raise BadSheet(FileProblem.NO_ROWS)
    return found


def _with_header(sheet: Sheet) -> CorrectionList | None:
    for index, row in enumerate(sheet.rows[:_ROWS_BEFORE_HEADER]):
        keys = [(_KEYS.get(header_key(cell)), place) for place, cell in enumerate(row)]
        known = [(key, place) for key, place in keys if key is not None]
        if any(key.startswith("right_") or key == "report" for key, _ in known):
            if len(dict(known)) < len(known):
                twice = sorted({key for key, _ in known if [k for k, _ in known].count(key) > 1})
                raise BadSheet(
                    FileProblem.COLUMNS_TWICE,
                    columns=", ".join(HEADERS.get(key, key) for key in twice),
                )
            return CorrectionList(sheet, index, dict(known))
    return None


def annotated(read: CorrectionList, results: Mapping[int, str]) -> bytes:
    """The sheet as it came, with the result of each row in its last column."""
    rows = [list(map(harmless, row)) for row in read.sheet.rows]
    place = read.places.get(RESULT_COLUMN.key)
    if place is None:
        place = len(rows[0])
        for row in rows:
            row.append("")
        rows[read.header_row][place] = RESULT_COLUMN.header
    for number, result in results.items():
        rows[number - 1][place] = harmless(result)
    return written([(RESULT_COLUMN.header, rows)])


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, whatever their marks, capitals and spaces."""
    return unmark(one).split() == unmark(other).split()


def read_row(number: int, cells: Mapping[str, str], known: References) -> AskedRow:
    """What a row says, with all that cannot be read in it."""
    return _RowReader(cells, known).read(number)


@dataclass(slots=True)
class _RowReader:
    cells: Mapping[str, str]
    known: References
    found: list[Finding] = field(default_factory=list)

    def read(self, number: int) -> AskedRow:
        record, id_number = self._person()
        report = normal_tracking_code(self._cell("report")) if self._cell("report") else ""
        claims = Claims(dose=self._dose(), change=self._change())
        if not self._cell("full_name"):
            self._add("full_name", "empty")
        if not (record or id_number or report or self.found):
            self._add("person", RowTrouble.NOBODY_NAMED)
        says_nothing = not any(
            key.startswith("right_") and text for key, text in self.cells.items()
        )
        if says_nothing and not report:
            self._add("right_day", RowTrouble.NOTHING_TO_CORRECT)
        return AskedRow(
            number=number,
            report=report,
            record=record,
            id_number=id_number,
            full_name=self._cell("full_name"),
            day=self._read("day", self._day),
            vaccine_id=self._vaccine("vaccine"),
            claims=claims,
            findings=tuple(self.found),
        )

    def _person(self) -> tuple[str, str]:
        text = self._cell("person")
        if not text:
            return "", ""
        try:
            return str(UUID(text)), ""
        except ValueError:
            number = self._read("person", parse_national_number)
            return "", str(number or "")

    def _dose(self) -> DoseClaim:
        lot = self._cell("right_lot")
        if len(lot) > _LONGEST_LOT:
            self._add("right_lot", RowTrouble.TOO_LONG)
        facility = self._cell("right_facility")
        facility_id = self.known.facilities.get(facility_key(facility)) if facility else None
        if facility and facility_id is None:
            self._add("right_facility", RowTrouble.FACILITY_UNKNOWN, facility)
        return DoseClaim(
            administered_on=self._read("right_day", self._day),
            vaccine_id=self._vaccine("right_vaccine"),
            lot_number=lot_number(lot) if lot else None,
            facility_id=facility_id,
        )

    def _change(self) -> PersonChange:
        sex = self._read("right_sex", Sex.parse)
        return PersonChange(
            full_name=_text(self._read("right_name", PersonName.parse)),
            birth_date=_text(self._read("right_birth", self._birth)),
            sex=None if sex in (None, Sex.UNKNOWN) else str(sex),
            cccd=_text(self._read("right_number", Cccd.parse)),
            phone=_text(self._read("right_phone", PhoneNumber.parse)),
        )

    def _vaccine(self, key: str) -> int | None:
        text = self._cell(key)
        if not text:
            return None
        found = self.known.vaccines.find(text)
        if found is None or isinstance(found, Ambiguous):
            self._add(key, RowTrouble.VACCINE_UNKNOWN, text)
            return None
        return found

    def _day(self, text: str) -> date:
        return parse_day(in_figures(text, century=CENTURY), today=self.known.today)

    def _birth(self, text: str) -> PartialDate:
        return PartialDate.parse(in_figures(text), today=self.known.today)

    def _read(self, key: str, parse: Callable[[str], Any]) -> Any:
        text = self._cell(key)
        if not text:
            return None
        try:
            return parse(text)
        except InvalidIdentity as problem:
            shown = "" if key in ("person", "right_number", "right_phone") else text
            self._add(key, problem.code, shown)
            return None

    def _cell(self, key: str) -> str:
        return self.cells.get(key, "")

    def _add(self, key: str, code: str, value: str = "") -> None:
        self.found.append(Finding(key, str(code), value[:_SHOWN]))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def facilities_named(rows: Iterable[Mapping[str, str]]) -> set[str]:
    """The facility codes that rows name, as they are compared."""
    return {facility_key(row.get("right_facility", "")) for row in rows} - {""}


def template(explanations: Sequence[Sequence[str]], *, name: str, help_name: str) -> bytes:
    """The empty sheet, and a second one that says what belongs into each column."""
    return written([(name, [[column.header for column in COLUMNS]]), (help_name, explanations)])
