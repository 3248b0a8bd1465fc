"""What a row of a sheet of corrections says, and what may be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sotiem.corrections.facts import Claims
from sotiem.mending.states import Fate


class Subject(StrEnum):
    """What one correction of a row is about."""

    DOSE = "dose"
    PERSON = "person"


class RowTrouble(StrEnum):
    """Why a row is refused, beyond the problems of single identity values."""

    NOBODY_NAMED = "nobody_named"
    NUMBER_UNREADABLE = "number_unreadable"
    NOTHING_TO_CORRECT = "nothing_to_correct"
    VACCINE_UNKNOWN = "vaccine_unknown"
    FACILITY_UNKNOWN = "facility_unknown"
    TOO_LONG = "too_long"

    NOT_ON_RECORD = "not_on_record"
    PERSON_UNCLEAR = "person_unclear"
    ANOTHER_NAME = "another_name"
    NO_DOSE_NAMED = "no_dose_named"
    NO_SUCH_DOSE = "no_such_dose"
    DOSE_UNCLEAR = "dose_unclear"
    NOT_YOURS = "not_yours"
    TWICE_IN_SHEET = "twice_in_sheet"
    NUMBER_OF_ANOTHER = "number_of_another"
    DAY_IMPOSSIBLE = "day_impossible"
    DAY_TAKEN = "day_taken"

    NO_SUCH_REPORT = "no_such_report"
    REPORT_OF_ANOTHER = "report_of_another"
    REPORT_OF_ANOTHER_KIND = "report_of_another_kind"
    REPORT_CLOSED = "report_closed"
    REPORT_DIFFERS = "report_differs"

    CHANGED_SINCE = "changed_since"
    REFUSED_BY_RULE = "refused_by_rule"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a row: the column's key, a code, and what stood there as far as shown."""

    column: str
    code: str  # a RowTrouble, or a Problem of identity values
    value: str = ""

    def kept(self) -> dict[str, str]:
        return {"column": self.column, "code": self.code, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedRow:
    """What a row says, in normal form: of whom, of which dose, and what is right instead."""

    number: int
    report: str = ""  # a tracking code
    record: str = ""  # a record's public id
    id_number: str = ""  # a personal or old number
    full_name: str = ""
    day: date | None = None  # of the dose, as it is on record
    vaccine_id: int | None = None
    claims: Claims = field(default_factory=Claims)
    findings: tuple[Finding, ...] = ()

    @property
    def has_dose(self) -> bool:
        return self.claims.dose != Claims().dose

    @property
    def has_person(self) -> bool:
        return self.claims.change != Claims().change


@dataclass(slots=True, kw_only=True)
class Judged:
    """One correction of a row, held against the record."""

    number: int
    subject: Subject
    fate: Fate
    raw: Mapping[str, str]
    patient_id: int | None = None
    dose_id: int | None = None
    report_id: int | None = None
    seen: int | None = None  # the version that was looked at
    change: dict[str, object] = field(default_factory=dict)  # claims, as a report keeps them
    findings: list[Finding] = field(default_factory=list)
