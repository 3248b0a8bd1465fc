from dataclasses import dataclass
from enum import StrEnum


class Zone(StrEnum):
    LINK = "link"  # one person, certainly enough for the machine
    REVIEW = "review"  # somebody must look
    NEW = "new"  # nobody on record


class Reason(StrEnum):
    """Why a candidate is, or is not, the person: said in words by the pages."""

    NUMBER_AGREES = "number_agrees"
    NUMBER_DIFFERS = "number_differs"
    NAME_AGREES = "name_agrees"
    NAME_DIFFERS_IN_MARKS = "name_differs_in_marks"
    NAME_DIFFERS = "name_differs"
    BIRTH_DATE_AGREES = "birth_date_agrees"
    BIRTH_DATE_IS_PARTIAL = "birth_date_is_partial"
    BIRTH_DATE_SWAPPED = "birth_date_swapped"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    PHONE_AGREES = "phone_agrees"
    PHONE_DIFFERS = "phone_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClue:
    """What a row, a report or a form says of a person; normal forms, empty where unknown."""

    full_name: str
    birth_date: str
    sex: str = ""
    phone: str = ""
    cccd: str = ""
    cmnd: str = ""
    bhyt: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone on record who may be the person, and what speaks for and against."""

    patient_id: int
    zone: Zone
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """The answer: `patient_id` only in the link zone; candidates best first."""

    zone: Zone
    patient_id: int | None
    candidates: tuple[Candidate, ...]
