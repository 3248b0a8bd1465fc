"""The words of a report: what is said to be wrong, what is claimed, why it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sotiem.foundation.models import StoredFile
from sotiem.slips.facts import RefusalReason as RefusalReason


class ReportKind(StrEnum):
    """What a sender says is wrong (our proposed list)."""

    DOSE_WRONG = "dose_wrong"  # date, vaccine, lot or place
    DOSE_MISSING = "dose_missing"
    NEVER_RECEIVED = "never_received"
    NOTHING_RECORDED = "nothing_recorded"  # no record of this person was found


ABOUT_A_DOSE: Final = frozenset({ReportKind.DOSE_WRONG, ReportKind.NEVER_RECEIVED})
ADDING_A_DOSE: Final = frozenset({ReportKind.DOSE_MISSING, ReportKind.NOTHING_RECORDED})
# What changes how many doses a person has takes two officers.
DECIDED_BY_TWO: Final = ADDING_A_DOSE | {ReportKind.NEVER_RECEIVED}


class TransferCause(StrEnum):
    """Why a report goes from one unit to another."""

    NOT_OURS = "not_ours"
    OVERDUE = "overdue"
    APPEAL = "appeal"


class Answer(StrEnum):
    """What a facility says when asked whether it vaccinated somebody."""

    YES = "yes"
    NO = "no"
    YES_BUT = "yes_but"  # on another day, or with another lot


class Outcome(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseClaim:
    """What the sender says a dose was; None where nothing is claimed.

    `place` is text, for a dose given where no facility of the list is.
    """

    vaccine_id: int | None = None
    administered_on: date | None = None
    lot_number: str | None = None
    facility_id: int | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClaim:
    """Who the sender says to be, when no record was found (normal forms).

    `unit_id` is the province or commune where the person lives: who will answer.
    """

    full_name: str
    birth_date: str
    phone: str
    cccd: str = ""
    cmnd: str = ""
    sex: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A photo that is safely kept: the file as it came, and the clean picture people look at."""

    original: StoredFile
    picture: StoredFile
    width: int
    height: int


class Duty(StrEnum):
    """What the law wants done about a report."""

    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"
    CARRY_OUT = "carry_out"


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when the law wants something, and which text says so."""

    name: Duty
    due_at: datetime
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedReport:
    """A report as an earlier channel exported it. Who it is about is found out afterwards.

    `unit` is the path of the facility or place named; `beside` is what else the export says.
    """

    source_id: str
    sent_at: datetime
    phone: str
    person: PersonClaim
    dose: DoseClaim
    unit: str
    story: str
    beside: Mapping[str, str]
