"""What a row says of a person, in normal form, with everything that is wrong with it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol, TypeVar

from sotiem.identity import (
    ArmyNumber,
    Bhyt,
    Cccd,
    InvalidIdentity,
    NationalNumber,
    PartialDate,
    PersonName,
    PhoneNumber,
    Problem,
    Sex,
    parse_national_number,
)
from sotiem.identity.legacy_text import Encoding, repair_text
from sotiem.imports.facts import Finding, RowProblem
from sotiem.imports.rules.dates import DayOrder, in_figures, in_order
from sotiem.imports.rules.fonts import FONTS, in_unicode
from sotiem.imports.rules.layout import Layout
from sotiem.imports.rules.sexes import SexCodes, is_code, meaning_of
from sotiem.patients.facts import PatientFacts

Value = TypeVar("Value")

_MONTH_FIRST: Final = re.compile(r"(\d\d?)\s*[/.\-]\s*(\d\d?)\s*[/.\-]\s*\d{4}", re.ASCII)
_EXPONENT: Final = re.compile(r"(\d)[.,](\d+)[Ee]\+?(\d\d?)", re.ASCII)
_ADDRESS_KEYS: Final = ("street", "neighbourhood", "commune", "district", "province")
_LONGEST_ADDRESS: Final = 300
_GROUPS: Final = frozenset(str(group) for group in range(1, 17))


class Communes(Protocol):
    """Whoever can say which commune some cells mean: its key, or what is wrong with them."""

    def find(self, cells: dict[str, str]) -> tuple[int | None, RowProblem | None]: ...


@dataclass(slots=True)
class Findings:
    """Collects what is found under the headers of one sheet."""

    layout: Layout
    found: list[Finding] = field(default_factory=list)

    def add(
        self, key: str, code: Problem | RowProblem, *, slot: int = 0, value_shown: str = ""
    ) -> None:
        self.found.append(Finding(self.layout.header(key, slot), code, value_shown[:60]))


@dataclass(frozen=True, slots=True)
class PersonReader:
    """Reads the person's cells of the rows of one sheet."""

    layout: Layout
    today: date
    communes: Communes
    order: DayOrder = DayOrder.DAY_FIRST
    sex_codes: SexCodes = SexCodes.ZERO_MALE
    font: Encoding | None = None  # in which the texts are typed
    repairs_fonts: bool = True  # name by name, where nobody said anything of the file
    told: frozenset[str] = frozenset()  # what somebody said of the file, and is not told again

    def read(
        self, cells: dict[str, str], valueless: frozenset[str]
    ) -> tuple[PatientFacts | None, list[Finding]]:
        """Read who the row is about; nothing when something needed cannot be read."""
        findings = Findings(self.layout)
        for key in sorted(valueless):
            findings.add(key, RowProblem.FORMULA_WITHOUT_VALUE)
        cells = _legible(cells, valueless)
        if self.font is not None:
            cells = in_unicode(cells, self.font)
        name = self._name(findings, cells)
        born = self._birth_date(findings, cells)
        sex = self._sex(findings, cells)
        phone = _parsed(findings, cells, "phone", PhoneNumber.parse, hide)
        number = _parsed(findings, cells, "number", parse_national_number, hide)
        bhyt = _parsed(findings, cells, "bhyt", Bhyt.parse, hide)
        _note(findings, cells, name, [("phone", phone), ("number", number), ("bhyt", bhyt)])
        if isinstance(number, Cccd):
            for disagreement in number.disagreements(born, sex):
                findings.add("number", disagreement, value_shown=number.masked())
        commune, unclear = self.communes.find(cells)
        if unclear is not None:
            key = "commune_code" if cells.get("commune_code") else "commune"
            findings.add(key, unclear, value_shown=cells.get(key, ""))
        if name is None or born is None or any(finding.refuses for finding in findings.found):
            return None, findings.found
        return (
            PatientFacts(
                full_name=str(name),
                birth_date=str(born),
                sex="" if sex in (None, Sex.UNKNOWN) else str(sex),
                phone=str(phone or ""),
                cccd=str(number) if isinstance(number, Cccd) else "",
                cmnd=str(number) if number and not isinstance(number, Cccd) else "",
                bhyt=bhyt.last_ten if bhyt else "",
                address=_address(cells),
                commune_id=commune,
            ),
            findings.found,
        )

    def _name(self, findings: Findings, cells: dict[str, str]) -> PersonName | None:
        repaired = repair_text(cells.get("full_name", ""))
        if repaired is None or (repaired.encoding in FONTS and not self.repairs_fonts):
            return _parsed(findings, cells, "full_name", PersonName.parse, hide)
        read = {"full_name": repaired.text}
        name = _parsed(findings, read, "full_name", PersonName.parse, hide)
        if name is not None:
            findings.add("full_name", RowProblem.NAME_REPAIRED, value_shown=str(name))
        return name

    def _birth_date(self, findings: Findings, cells: dict[str, str]) -> PartialDate | None:
        def parse(text: str) -> PartialDate:
            return PartialDate.parse(text, today=self.today)

        figures = in_order(cells.get("birth_date", ""), self.order)
        is_turned = self.order != DayOrder.DAY_FIRST and figures != in_figures(cells["birth_date"])
        if is_turned and "birth_date" not in self.told:
            findings.add("birth_date", RowProblem.MONTH_FIRST_READ, value_shown=figures)
        return _parsed(findings, {"birth_date": figures}, "birth_date", parse, str)

    def _sex(self, findings: Findings, cells: dict[str, str]) -> Sex | None:
        text = cells.get("sex", "")
        if not is_code(text):
            return _parsed(findings, cells, "sex", Sex.parse, str)
        sex = meaning_of(text, self.sex_codes)
        if sex is None:
            findings.add("sex", Problem.SEX_UNKNOWN_CODE, value_shown=text)
        elif self.sex_codes is not SexCodes.ZERO_MALE and "sex" not in self.told:
            findings.add("sex", RowProblem.SEX_CODES_READ)
        return sex


_REQUIRED: Final = frozenset({"full_name", "birth_date", "sex", "phone"})


def _legible(cells: dict[str, str], valueless: frozenset[str]) -> dict[str, str]:
    legible = {key: text for key, text in cells.items() if key not in valueless}
    for key in ("phone", "number"):
        if "+" in (text := legible.get(key, "")):
            legible[key] = written_out(text)
    return legible


def written_out(text: str) -> str:
    """A number that a spreadsheet shortened (7.9175012345E+10), where none of it is lost."""
    short = _EXPONENT.fullmatch(text)
    if short is None or len(short[2]) > int(short[3]) or len(short[2]) < int(short[3]) - 1:
        return text
    return (short[1] + short[2]).ljust(int(short[3]) + 1, "0")


def seems_swapped(text: str) -> bool:
    """Whether a day that does not exist would exist with its month written first."""
    match = _MONTH_FIRST.fullmatch(text)
    return match is not None and int(match[1]) <= 12 < int(match[2]) <= 31


def hide(text: str) -> str:
    """Show so much of a number that its owner's clerk finds it, and no more."""
    return f"{text[:2]}***{text[-2:]}" if len(text) > 6 and text[-2:].isdigit() else ""


def _parsed(
    findings: Findings,
    cells: dict[str, str],
    key: str,
    parse: Callable[[str], Value],
    show: Callable[[str], str],
) -> Value | None:
    text = cells.get(key, "")
    if not text and key not in _REQUIRED:
        return None
    try:
        return parse(text)
    except InvalidIdentity as error:
        code: Problem | RowProblem = error.code
        if code == Problem.BIRTH_DATE_NOT_A_DAY and seems_swapped(text):
            code = RowProblem.DAY_AND_MONTH_SWAPPED
        findings.add(key, code, value_shown=show(text))
        return None


def _note(
    findings: Findings,
    cells: dict[str, str],
    name: PersonName | None,
    numbers: list[tuple[str, PhoneNumber | NationalNumber | Bhyt | None]],
) -> None:
    if name is not None and not name.has_marks:
        findings.add("full_name", RowProblem.NAME_WITHOUT_MARKS)
    for key, number in numbers:
        if number is not None and not isinstance(number, ArmyNumber) and number.repaired:
            findings.add(key, RowProblem.ZERO_RESTORED, value_shown=number.masked())
    group = cells.get("group", "")
    if group and group.lstrip("0") not in _GROUPS:
        findings.add("group", RowProblem.GROUP_UNKNOWN, value_shown=group)


def _address(cells: dict[str, str]) -> str:
    parts = (cells.get(key, "") for key in _ADDRESS_KEYS)
    return ", ".join(part for part in parts if part)[:_LONGEST_ADDRESS]
