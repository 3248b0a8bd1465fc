"""How an organization's file is read and given back: without database or clock."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sotiem.identity import InvalidIdentity, parse_day, unmark
from sotiem.imports.facts import FileProblem, RowProblem
from sotiem.imports.rules.columns import PERSON_COLUMNS, RESULT_COLUMN, Column
from sotiem.imports.rules.dates import in_figures
from sotiem.imports.rules.layout import clean, find_layout, header_key
from sotiem.imports.rules.marking import with_lists, with_marks
from sotiem.imports.rules.person import Communes, PersonReader
from sotiem.imports.rules.reading import DoseSheet, SheetRow, read_dose_file
from sotiem.imports.rules.sexes import SexCodes, is_code, question_of_sexes
from sotiem.imports.rules.workbook import BadSheet, Sheet
from sotiem.imports.rules.writing import annotated as annotated_lists
from sotiem.imports.rules.writing import written
from sotiem.patients.facts import PatientFacts
from sotiem.registrations.facts import PartOfDay, Registrant
from sotiem.rosters.facts import Finding, ReadRow, RowTrouble

MOST_ROWS: Final = 20_000
FARTHEST: Final = timedelta(days=365)
CENTURY: Final = "20"
EXAMPLE: Final = "Nguyễn Thị Ví Dụ"
PARTS: Final = {
    "": PartOfDay.ANY,
    "ca ngay": PartOfDay.ANY,
    "sang": PartOfDay.MORNING,
    "buoi sang": PartOfDay.MORNING,
    "chieu": PartOfDay.AFTERNOON,
    "buoi chieu": PartOfDay.AFTERNOON,
}
OFFERED_SEXES: Final = ("Nữ", "Nam")
OFFERED_PARTS: Final = ("Cả ngày", "Sáng", "Chiều")
_OWN: Final = (
    Column("occupation", "Nghề nghiệp", False, "Công nhân may", "Chức danh|Chức vụ|Công việc"),
    Column("not_before", "Muốn tiêm từ ngày", False, "", "Ngày muốn tiêm|Tiêm từ ngày"),
    Column("part_of_day", "Buổi", False, "Cả ngày", "Buổi tiêm|Buổi muốn tiêm"),
)
_OF_PEOPLE: Final = (
    "order", "full_name", "birth_date", "sex", "phone", "number", "bhyt", "group",
    "province", "commune", "street",
)  # fmt: skip
_EXAMPLES: Final = {"full_name": EXAMPLE, "sex": "Nữ", "group": "13"}
_PEOPLE: Final = {column.key: column for column in PERSON_COLUMNS}
COLUMNS: Final = (
    *(
        replace(_PEOPLE[key], example=_EXAMPLES.get(key, _PEOPLE[key].example))
        for key in _OF_PEOPLE
    ),
    *_OWN,
)
RESULT: Final = RESULT_COLUMN.header
HEADERS: Final[Mapping[str, str]] = {column.key: column.header for column in COLUMNS}
_OWN_KEYS: Final = {header_key(text): one.key for one in _OWN for text in one.spellings}
_LONGEST_OCCUPATION: Final = 100
_SHOWN: Final = 60


class TooManyRows(Exception):
    """The file lists more people than one file may."""


@dataclass(frozen=True, slots=True)
class PeopleList:
    """The list of a file, with the places of our own columns beside those of any list."""

    listed: DoseSheet
    own: Mapping[str, int]

    @property
    def rows(self) -> list[SheetRow]:
        return self.listed.rows

    @property
    def headers(self) -> dict[str, str]:
        """What the file calls each of its columns."""
        names, places = self.listed.layout.headers, self.listed.layout.person
        return {key: names[place] for key, place in {**places, **self.own}.items()}

    def cells(self, row: SheetRow) -> dict[str, str]:
        whole = self.listed.sheet.rows[row.number - 1]
        return {**row.person, **{key: clean(whole[place]) for key, place in self.own.items()}}


@dataclass(frozen=True, slots=True)
class Known:
    """What rows are held against, the same for all rows of a file."""

    communes: Communes
    home: int  # the commune of the organization, where a row names none
    group: int
    hers: frozenset[int]  # groups that only the person herself may name
    today: date


def read_people(content: bytes) -> PeopleList:
    """The first visible list of a file, without the row that our template gives as an example."""
    listed = read_dose_file(content).lists[0]
    layout = listed.layout
    missing = [
        column.header for column in COLUMNS if column.required and column.key not in layout.person
    ]
    if missing:
        raise BadSheet(FileProblem.COLUMNS_MISSING, columns=", ".join(missing))
    twice = [name for name in layout.twice if header_key(name) not in _OWN_KEYS]
    if twice:
        raise BadSheet(FileProblem.COLUMNS_TWICE, columns=", ".join(twice))
    listed.rows[:] = [row for row in listed.rows if not _is_example(row)]
    if not listed.rows:
        raise BadSheet(FileProblem.NO_ROWS)
    if len(listed.rows) > MOST_ROWS:
        raise TooManyRows
    own: dict[str, int] = {}
    for place, header in enumerate(layout.headers):
        key = _OWN_KEYS.get(header_key(header))
        if key is not None and place not in layout.person.values():
            own.setdefault(key, place)
    return PeopleList(listed, own)


def _is_example(row: SheetRow) -> bool:
    name = row.person.get("full_name", "")
    return unmark(name).split() == unmark(EXAMPLE).split()


def read_rows(people: PeopleList, known: Known) -> Iterator[ReadRow]:
    """Every row in normal form, with all that is wrong in it."""
    layout = people.listed.layout
    codes = _codes_of(people)
    reader = PersonReader(
        layout, known.today, known.communes, sex_codes=codes or SexCodes.ZERO_MALE
    )
    keys = {layout.header(key): key for key in (*_PEOPLE, *layout.person)}
    for row in people.rows:
        yield _RowReader(row, people.cells(row), known, reader, keys, codes is not None).read()


def _codes_of(people: PeopleList) -> SexCodes | None:
    """What the numbers of the sexes mean, where the personal numbers of the file prove it."""
    header = people.listed.layout.header("sex")
    question = question_of_sexes(header, [row.person for row in people.rows])
    return SexCodes(question.proposed) if question and not question.is_open else None


@dataclass(slots=True)
class _RowReader:
    row: SheetRow
    cells: dict[str, str]
    known: Known
    reader: PersonReader
    keys: Mapping[str, str]
    sexes_are_sure: bool

    def read(self) -> ReadRow:
        valueless = frozenset(key for _, key in self.row.valueless)
        facts, found = self.reader.read(self.row.person, valueless)
        findings = [
            Finding(self.keys.get(one.column, "full_name"), str(one.code), one.value_shown)
            for one in found
        ]
        if self.row.is_merged:
            findings.append(Finding("full_name", RowProblem.MERGED_CELLS))
        if is_code(self.cells.get("sex", "")) and not self.sexes_are_sure:
            findings.append(Finding("sex", RowTrouble.SEX_BY_NUMBER, self.cells["sex"]))
        group = self._group(findings)
        wish = self._wish(findings)
        is_refused = facts is None or any(one.refuses for one in findings)
        return ReadRow(
            number=self.row.number,
            cells=self.cells,
            person=None if is_refused or facts is None else self._registrant(facts),
            group=group,
            wish=wish,
            findings=tuple(findings),
        )

    def _registrant(self, facts: PatientFacts) -> Registrant:
        return Registrant(
            full_name=facts.full_name,
            birth_date=facts.birth_date,
            sex=facts.sex,
            phone=facts.phone,
            commune_id=facts.commune_id or self.known.home,
            cccd=facts.cccd,
            cmnd=facts.cmnd,
            bhyt=facts.bhyt,
            address=facts.address,
            occupation=self.cells.get("occupation", "")[:_LONGEST_OCCUPATION],
        )

    def _group(self, findings: list[Finding]) -> int:
        """The group of the row, or the organization's; a cell that tells of illness is not kept."""
        text = self.cells.get("group", "").lstrip("0")
        if not text.isdecimal() or not 1 <= int(text[:3]) <= 16:
            return self.known.group
        if int(text) in self.known.hers:
            self.cells["group"] = ""
            findings.append(Finding("group", RowTrouble.GROUP_IS_HERS))
            return self.known.group
        return int(text)

    def _wish(self, findings: list[Finding]) -> dict[str, str]:
        part = unmark(self.cells.get("part_of_day", ""))
        if part not in PARTS:
            findings.append(Finding("part_of_day", RowTrouble.PART_UNKNOWN, part[:_SHOWN]))
        day = self._day(findings)
        return {"not_before": day.isoformat(), "part_of_day": PARTS.get(part, PartOfDay.ANY)}

    def _day(self, findings: list[Finding]) -> date:
        text, today = self.cells.get("not_before", ""), self.known.today
        if not text:
            return today
        try:
            wanted = parse_day(in_figures(text, century=CENTURY), today=date.max)
        except InvalidIdentity as problem:
            findings.append(Finding("not_before", str(problem.code), text[:_SHOWN]))
            return today
        if wanted > today + FARTHEST:
            findings.append(Finding("not_before", RowTrouble.DAY_FAR, text[:_SHOWN]))
        elif wanted < today:
            findings.append(Finding("not_before", RowTrouble.DAY_PASSED, text[:_SHOWN]))
        return max(wanted, today)


def same_person(rows: Sequence[ReadRow]) -> dict[int, int]:
    """Rows that name somebody whom an earlier row named, each with that row."""
    first: dict[tuple[str, ...], int] = {}
    twice: dict[int, int] = {}
    for row in rows:
        if row.person is None:
            continue
        traits = list(traits_of(row.person))
        earlier = next((first[trait] for trait in traits if trait in first), None)
        if earlier is not None:
            twice[row.number] = earlier
        for trait in traits:
            first.setdefault(trait, earlier or row.number)
    return twice


def traits_of(who: Registrant) -> Iterator[tuple[str, ...]]:
    """By which two rows, or a row and a registration, are one person."""
    for kind in ("cccd", "cmnd", "bhyt", "phone"):
        if number := getattr(who, kind):
            yield (who.full_name, who.birth_date, kind, number)


def numbers_of_others(rows: Sequence[ReadRow]) -> set[int]:
    """Rows whose personal number stands beside another name or birth date in the file."""
    owner: dict[str, tuple[str, str]] = {}
    found: set[int] = set()
    for row in rows:
        if row.person is not None and row.person.cccd:
            who = (row.person.full_name, row.person.birth_date)
            if owner.setdefault(row.person.cccd, who) != who:
                found.add(row.number)
    return found


def one_row(cells: Mapping[str, str]) -> PeopleList:
    """Cells by the keys of our columns, as the only row below our header."""
    keys = [column.key for column in COLUMNS]
    rows = [[HEADERS[key] for key in keys], [cells.get(key, "") for key in keys]]
    sheet = Sheet("", rows, (), frozenset())
    layout = find_layout(rows)
    assert layout is not None
    person = {key: clean(cells.get(key, "")) for key in layout.person}
    row = SheetRow(2, person, {}, is_merged=False, valueless=frozenset())
    own = {column.key: keys.index(column.key) for column in _OWN}
    return PeopleList(DoseSheet(sheet, layout, [row]), own)


def annotated(
    people: PeopleList, results: Mapping[int, str], marked: Mapping[int, Collection[str]]
) -> bytes:
    """The list as it came, with the result of each row, and a mark before each cell that is
    wrong."""
    places = {**people.listed.layout.person, **people.own}
    cells = [
        (number, places[key]) for number, keys in marked.items() for key in keys if key in places
    ]
    return with_marks(annotated_lists([people.listed], results), cells)


def template(explained: Sequence[Sequence[str]], *, name: str, help_name: str) -> bytes:
    """The list with one example that is never read, and a second sheet that explains each
    column."""
    example = [column.example for column in COLUMNS]
    rows = [[*HEADERS.values(), RESULT], [*example, ""]]
    keys = list(HEADERS)
    lists = {keys.index("sex"): OFFERED_SEXES, keys.index("part_of_day"): OFFERED_PARTS}
    return with_lists(written([(name, rows), (help_name, explained)]), lists)
