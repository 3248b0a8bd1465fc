"""What is said at a vaccination session, and what is found when it is held against the record."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sotiem.campaigns.states import EntryOutcome
from sotiem.matching.facts import Candidate
from sotiem.patients.facts import PatientFacts

if TYPE_CHECKING:
    from sotiem.campaigns.models import Appointment, Entry, EntryTask


class CautionCode(StrEnum):
    """What may be wrong with a dose before it is recorded."""

    INTERVAL_TOO_SHORT = "interval_too_short"  # details: earliest
    THIRD_PRODUCT = "third_product"  # details: products
    NAMESAKE = "namesake"
    WHICH_PERSON = "which_person"  # details: number
    DOSE_TODAY = "dose_today"  # details: facility
    NUMBER_DISAGREES_BIRTH_YEAR = "number_disagrees_birth_year"
    NUMBER_DISAGREES_SEX = "number_disagrees_sex"
    LOT_UNKNOWN = "lot_unknown"
    LOT_OF_OTHER_PRODUCT = "lot_of_other_product"  # details: product
    LOT_EXPIRED = "lot_expired"
    LOT_RECALLED = "lot_recalled"
    LOT_NOT_IN_SESSION = "lot_not_in_session"
    OUTSIDE_SESSION_DAY = "outside_session_day"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_BIRTH = "before_birth"
    SLIP_IS_TAKEN = "slip_is_taken"  # details: slip
    WAS_SET_ASIDE = "was_set_aside"  # details: because, note
    SESSION_IS_CLOSED = "session_is_closed"
    POPULATION_DIFFERS = "population_differs"  # details: fields


# These keep a dose from being recorded as it is said; all others somebody may accept.
BLOCKING: Final = frozenset(
    {
        CautionCode.WHICH_PERSON,
        CautionCode.DOSE_TODAY,
        CautionCode.LOT_UNKNOWN,
        CautionCode.LOT_OF_OTHER_PRODUCT,
        CautionCode.LOT_EXPIRED,
        CautionCode.LOT_RECALLED,
        CautionCode.OUTSIDE_SESSION_DAY,
        CautionCode.IN_THE_FUTURE,
        CautionCode.BEFORE_BIRTH,
        CautionCode.SLIP_IS_TAKEN,
        CautionCode.SESSION_IS_CLOSED,
    }
)
# Told on the page, and nobody need accept them.
TELLING: Final = frozenset({CautionCode.POPULATION_DIFFERS})


@dataclass(frozen=True, slots=True)
class Caution:
    """One doubt about a dose: under which field, and what a sentence about it may name."""

    code: CautionCode
    field: str
    details: Mapping[str, str] = dataclasses.field(default_factory=dict)

    @property
    def blocks(self) -> bool:
        return self.code in BLOCKING

    @property
    def asks(self) -> bool:
        return self.code not in BLOCKING and self.code not in TELLING


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySaid:
    """A dose as a clerk says it. `client_id` makes it one, however often it is sent.

    `patient` is the candidate she chose (public id); `is_new` says that it is none of them;
    `accepted` names the cautions she saw and accepts.
    """

    client_id: UUID
    person: PatientFacts
    lot_number: str
    given_at: datetime
    appointment: UUID | None = None
    patient: UUID | None = None
    is_new: bool = False
    slip_number: str = ""
    accepted: frozenset[str] = frozenset()
    is_offline: bool = False


@dataclass(frozen=True, slots=True)
class Looked:
    """What the record says of a dose that is about to be recorded: candidates best first.

    `patient_id` is whose it is, when that is certain or was chosen.
    """

    candidates: Sequence[Candidate]
    cautions: Sequence[Caution]
    patient_id: int | None = None
    lot_id: int | None = None

    def unanswered(self, accepted: frozenset[str]) -> list[Caution]:
        """The cautions that still keep the dose from being recorded."""
        return [
            one for one in self.cautions if one.blocks or (one.asks and one.code not in accepted)
        ]


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of an entry; the task, where a person must look."""

    outcome: EntryOutcome
    entry: "Entry"
    task: "EntryTask | None" = None
    cautions: Sequence[Caution] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody whose dose may be missing: their place in the list or what was said of them, and
    why we think so."""

    name: str
    why: str
    appointment: "Appointment | None" = None
    entry: "Entry | None" = None


@dataclass(frozen=True, slots=True)
class LotBalance:
    """One lot of a session's day, in doses."""

    lot_id: int
    number: str
    drawn_up: int
    put_back: int
    wasted: int
    recorded: int

    @property
    def missing(self) -> int:
        return self.drawn_up - self.put_back - self.wasted - self.recorded


@dataclass(frozen=True, slots=True)
class Balance:
    """The day's balance: what was drawn up against what is recorded."""

    lots: Sequence[LotBalance]
    tasks_open: int
    slips_missing: Sequence[int]
    likely: Sequence[Missing]

    @property
    def drawn_up(self) -> int:
        return sum(lot.drawn_up - lot.put_back for lot in self.lots)

    @property
    def recorded(self) -> int:
        return sum(lot.recorded for lot in self.lots)

    @property
    def wasted(self) -> int:
        return sum(lot.wasted for lot in self.lots)

    @property
    def missing(self) -> int:
        return sum(lot.missing for lot in self.lots)

    @property
    def is_zero(self) -> bool:
        return all(lot.missing == 0 for lot in self.lots) and not self.tasks_open
