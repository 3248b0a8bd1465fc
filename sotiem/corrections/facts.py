from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReportKind(StrEnum):
    """What a sender says is wrong (our proposed list)."""

    DOSE_WRONG = "dose_wrong"  # date, vaccine, lot or place
    DOSE_MISSING = "dose_missing"
    NEVER_RECEIVED = "never_received"
    NOTHING_RECORDED = "nothing_recorded"  # no record of this person was found


class RefusalReason(StrEnum):
    """Why a report is not accepted: the 13 coded reasons of dispatch 9458/BYT-CNTT."""

    SLIP_INCOMPLETE = "slip_incomplete"  # screening form without date, dose or vaccine
    NAME_CONTRADICTS = "name_contradicts"
    ONLY_A_PORTRAIT = "only_a_portrait"
    DOSE_DIFFERS = "dose_differs"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SLIP_LACKS_PERSON = "slip_lacks_person"  # without name, sex, time or vaccine
    SLIP_COVERED = "slip_covered"
    SLIP_BLURRED = "slip_blurred"
    DATE_DIFFERS = "date_differs"
    NOTHING_AGREES = "nothing_agrees"
    NAME_WITHOUT_MARKS = "name_without_marks"
    VACCINE_DIFFERS = "vaccine_differs"
    SLIP_EDITED = "slip_edited"


class Outcome(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseClaim:
    """What the sender says a dose was; None where nothing is claimed."""

    vaccine_id: int | None = None
    administered_on: date | None = None
    lot_number: str | None = None
    facility_id: int | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClaim:
    """Who the sender says to be, when no record was found (normal forms)."""

    full_name: str
    birth_date: str
    phone: str
    cccd: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when the law wants something, and which text says so."""

    name: str
    due_at: datetime
    source: str
