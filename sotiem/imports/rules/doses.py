"""What a row says of one dose, held against what we know of vaccines, lots and facilities."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from sotiem.doses.facts import DoseFacts
from sotiem.doses.rules import FIRST_CAMPAIGN_DAY
from sotiem.identity import InvalidIdentity, Problem, parse_day
from sotiem.identity.legacy_text import Encoding
from sotiem.imports.facts import Finding, RowProblem
from sotiem.imports.rules.dates import DayOrder, in_figures, in_order
from sotiem.imports.rules.fonts import in_unicode
from sotiem.imports.rules.layout import Layout
from sotiem.imports.rules.person import Findings, seems_swapped
from sotiem.vaccines.facts import Ambiguous
from sotiem.vaccines.rules import Names

# All days of the campaign lie in it, so that 21 can only be 2021.
CENTURY: Final = "20"
_REQUIRED: Final = ("vaccine", "day", "lot", "facility")


@dataclass(frozen=True, slots=True)
class DoseReader:
    """Reads the dose cells of the rows of one facility's sheet. `vaccines` gives primary keys."""

    layout: Layout
    today: date
    vaccines: Names[int]
    lots: Mapping[str, Set[int]]  # the vaccines of which there is a lot of that number
    facility_id: int
    facility_code: str
    known_codes: Set[str]
    orders: Mapping[int, DayOrder] = field(default_factory=dict)  # of the days, by the dose
    font: Encoding | None = None  # in which the texts are typed
    told: Set[int] = frozenset()  # doses of whose days somebody said the order

    def read(
        self, cells: dict[str, str], slot: int, valueless: frozenset[str], born: str
    ) -> tuple[DoseFacts | None, list[Finding]]:
        """Read one dose; nothing when something needed cannot be read."""
        findings = Findings(self.layout)
        for key in sorted(valueless):
            findings.add(key, RowProblem.FORMULA_WITHOUT_VALUE, slot=slot)
        for key in _REQUIRED:
            if not cells.get(key) and key not in valueless:
                findings.add(key, Problem.EMPTY, slot=slot)
        if self.font is not None:
            cells = in_unicode(cells, self.font)
        lot = lot_number(cells.get("lot", ""))
        vaccine = self._vaccine(findings, cells.get("vaccine", ""), lot, slot)
        if lot and vaccine is not None:
            self._check_lot(findings, lot, vaccine, slot)
        day = self._day(findings, cells.get("day", ""), slot, born)
        self._check_facility(findings, cells.get("facility", ""), slot)
        if vaccine is None or day is None or any(f.refuses for f in findings.found):
            return None, findings.found
        return (
            DoseFacts(
                vaccine_id=vaccine,
                administered_on=day,
                lot_number=lot,
                facility_id=self.facility_id,
            ),
            findings.found,
        )

    def _vaccine(self, findings: Findings, text: str, lot: str, slot: int) -> int | None:
        if not text:
            return None
        found = self.vaccines.find(text)
        if isinstance(found, Ambiguous):
            fitting = set(found.candidates) & self.lots.get(lot, set())
            if len(fitting) == 1:
                return fitting.pop()
            findings.add("vaccine", RowProblem.VACCINE_AMBIGUOUS, slot=slot, value_shown=text)
            return None
        if found is None:
            findings.add("vaccine", RowProblem.VACCINE_UNKNOWN, slot=slot, value_shown=text)
        return found

    def _check_lot(self, findings: Findings, lot: str, vaccine: int, slot: int) -> None:
        owners = self.lots.get(lot, set())
        if not owners:
            findings.add("lot", RowProblem.LOT_UNKNOWN, slot=slot, value_shown=lot)
        elif vaccine not in owners:
            findings.add("lot", RowProblem.LOT_OF_ANOTHER_VACCINE, slot=slot, value_shown=lot)

    def _day(self, findings: Findings, text: str, slot: int, born: str) -> date | None:
        if not text:
            return None
        order = self.orders.get(slot, DayOrder.DAY_FIRST)
        figures = in_order(text, order, century=CENTURY)
        is_turned = order != DayOrder.DAY_FIRST and figures != in_figures(text, century=CENTURY)
        if is_turned and slot not in self.told:
            findings.add("day", RowProblem.MONTH_FIRST_READ, slot=slot, value_shown=figures)
        try:
            day = parse_day(figures, today=self.today)
        except InvalidIdentity as error:
            swapped = error.code == Problem.DAY_NOT_A_DAY and seems_swapped(figures)
            code = RowProblem.DAY_AND_MONTH_SWAPPED if swapped else error.code
            findings.add("day", code, slot=slot, value_shown=text)
            return None
        if day < FIRST_CAMPAIGN_DAY:
            findings.add("day", RowProblem.BEFORE_CAMPAIGN, slot=slot, value_shown=text)
        if day.isoformat()[: len(born)] < born:
            findings.add("day", RowProblem.BEFORE_BIRTH, slot=slot, value_shown=text)
        return day

    def _check_facility(self, findings: Findings, text: str, slot: int) -> None:
        if not text or facility_key(text) == facility_key(self.facility_code):
            return
        known = facility_key(text) in self.known_codes
        code = RowProblem.FACILITY_IS_ANOTHER if known else RowProblem.FACILITY_UNKNOWN
        findings.add("facility", code, slot=slot, value_shown=text)


def lot_number(text: str) -> str:
    """A lot's number as we keep it: capitals, no spaces."""
    return "".join(text.split()).upper()


def facility_key(text: str) -> str:
    """A facility's code as it is compared: a spreadsheet may have dropped its leading zeros."""
    return text.strip().upper().lstrip("0")
