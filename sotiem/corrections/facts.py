"""The words of a report: what is said to be wrong, what is claimed, why it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID

from sotiem.foundation.models import StoredFile
from sotiem.slips.facts import RefusalReason as RefusalReason


class ReportKind(StrEnum):
    """What a sender says is wrong (our proposed list)."""

    DOSE_WRONG = "dose_wrong"  # date, vaccine, lot or place
    DOSE_MISSING = "dose_missing"
    NEVER_RECEIVED = "never_received"
    NOTHING_RECORDED = "nothing_recorded"  # no record of this person was found
    PERSON_WRONG = "person_wrong"  # name, birth date, sex, number or phone
    DOSE_TWICE = "dose_twice"  # one dose stands there as two
    TWO_RECORDS = "two_records"  # of one person
    NOT_MINE = "not_mine"  # another person's dose
    CERTIFICATE = "certificate"  # wrong, or never issued


class Subject(StrEnum):
    """What a report is about."""

    DOSE = "dose"  # one on record
    PERSON = "person"  # the sender's record
    NOBODY = "nobody"  # on record yet


class Ending(StrEnum):
    """What is done to the record when a report is accepted."""

    AMEND_DOSE = "amend_dose"
    RECORD_DOSE = "record_dose"
    WITHDRAW_DOSE = "withdraw_dose"
    REGISTER = "register"  # the person, with the dose
    AMEND_PERSON = "amend_person"
    LINK = "link"  # two records
    MOVE_DOSE = "move_dose"  # to whose it is, where that person is named
    REISSUE = "reissue"  # certificates


@dataclass(frozen=True, slots=True)
class KindOfReport:
    """What a kind of report is about, asks for, needs and ends in."""

    about: Subject
    ending: Ending
    needs_photo: bool = True
    takes_two: bool = False  # officers, because more or fewer doses would count
    may_name_another: bool = False  # person on record

    @property
    def must_name_another(self) -> bool:
        """Whether nothing can be done while nobody is named."""
        return self.ending == Ending.LINK


KINDS: Final[Mapping[ReportKind, KindOfReport]] = MappingProxyType(
    {
        ReportKind.DOSE_WRONG: KindOfReport(Subject.DOSE, Ending.AMEND_DOSE),
        ReportKind.DOSE_MISSING: KindOfReport(Subject.PERSON, Ending.RECORD_DOSE, takes_two=True),
        ReportKind.NEVER_RECEIVED: KindOfReport(
            Subject.DOSE, Ending.WITHDRAW_DOSE, needs_photo=False, takes_two=True
        ),
        ReportKind.NOTHING_RECORDED: KindOfReport(Subject.NOBODY, Ending.REGISTER, takes_two=True),
        ReportKind.PERSON_WRONG: KindOfReport(Subject.PERSON, Ending.AMEND_PERSON),
        ReportKind.DOSE_TWICE: KindOfReport(
            Subject.DOSE, Ending.WITHDRAW_DOSE, needs_photo=False, takes_two=True
        ),
        ReportKind.TWO_RECORDS: KindOfReport(
            Subject.PERSON, Ending.LINK, needs_photo=False, takes_two=True, may_name_another=True
        ),
        ReportKind.NOT_MINE: KindOfReport(
            Subject.DOSE, Ending.MOVE_DOSE, needs_photo=False, takes_two=True, may_name_another=True
        ),
        ReportKind.CERTIFICATE: KindOfReport(Subject.PERSON, Ending.REISSUE, needs_photo=False),
    }
)
# What an export says beside the claims, kept with them.
KIND_SAID: Final = "kind_said"
PHOTO_NAMED: Final = "photo_named"
VACCINE_SAID: Final = "vaccine_said"  # a name that is none of ours
ABOUT_A_DOSE: Final = frozenset(kind for kind, told in KINDS.items() if told.about == Subject.DOSE)
ADDING_A_DOSE: Final = frozenset({ReportKind.DOSE_MISSING, ReportKind.NOTHING_RECORDED})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityAnswer:
    """What a facility says to one question, and what was different where it says so."""

    question: UUID
    answer: Answer
    actual_on: date | None = None
    actual_lot: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersTaken:
    """Which questions were answered just now, and which were not open to this facility."""

    taken: frozenset[UUID]
    passed: frozenset[UUID]


class Outcome(StrEnum):
    ACCEPT = "accept"
    REFUSE = "refuse"
    ALREADY = "already"  # the record says so by now: there was nothing to do


class AcceptanceRule(StrEnum):
    """What a report is agreed with on (our proposed list)."""

    SLIP_AGREES = "slip_agrees"  # with what the sender claims
    FACILITY_CONFIRMS = "facility_confirms"
    HELD_ROW = "held_row"  # a facility's sheet says so and could not be recorded
    STOCK_AGREES = "stock_agrees"  # lots that the facility had
    OFFICIAL_PAPER = "official_paper"  # of the person: identity card, birth certificate
    POPULATION_AGREES = "population_agrees"
    RECORD_CONTRADICTS_ITSELF = "record_contradicts_itself"
    NOTHING_SPEAKS_AGAINST = "nothing_speaks_against"  # what only the sender can know
    SAME_SESSION = "same_session"  # many of one session say the same


class Way(StrEnum):
    """How a decision came about."""

    LOOK = "look"  # an officer looked at the whole of it
    ONE_KEY = "one_key"  # an officer agreed with what the evidence proposed
    BULK = "bulk"  # with others of the same error
    SHEET = "sheet"  # with the rows of an officer's sheet
    JOINED = "joined"  # with the earlier report that says the same
    MACHINE = "machine"


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
    """A person as the sender tells of her (normal forms): herself when no record was found, the
    name of her second record, or whose the dose is.

    `unit_id` is the province or commune where the person lives: who will answer.
    """

    full_name: str
    birth_date: str
    phone: str
    cccd: str = ""
    cmnd: str = ""
    sex: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What the sender says is wrong of her own record (normal forms); None where nothing is."""

    full_name: str | None = None
    birth_date: str | None = None
    sex: str | None = None
    phone: str | None = None
    cccd: str | None = None
    cmnd: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """All that a report says of the record."""

    dose: DoseClaim = DoseClaim()
    person: PersonClaim | None = None
    change: PersonChange = PersonChange()
    same_as: int | None = None  # the dose that is repeated


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """A photo that is safely kept, as it came; without a picture, it is drawn for who looks.

    `warned` is what its sender was told of it.
    """

    original: StoredFile
    picture: StoredFile | None
    width: int
    height: int
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentPhoto:
    """A photo that comes with its report, and is kept with it.

    `warned` is what its sender was told of it before.
    """

    content: bytes
    warned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptPhoto(ShownPhoto):
    """The same with the clean picture people look at."""

    picture: StoredFile


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


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a report is about: the record that stands for her, where she is on one, and her name."""

    principal_id: int | None
    full_name: str = field(repr=False)
    birth_date: str = field(repr=False)
