"""The words of triage: where a report goes, what speaks for and against it, what is known of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Self

from sotiem.corrections.facts import Answer, Claims, ReportKind
from sotiem.doses.facts import DoseFacts, DoseOnRecord
from sotiem.patients.facts import PatientFacts


class Route(StrEnum):
    """Who answers a report."""

    MACHINE = "machine"  # answered or joined at once
    ONE_KEY = "one_key"  # an officer agrees with what is proposed
    LOOK = "look"  # an officer looks at the whole of it
    FACILITY = "facility"  # the facility of the dose is asked first
    POPULATION = "population"  # the office that keeps the population register


class Did(StrEnum):
    """What the machine did about a report."""

    NOTHING = ""
    ANSWERED = "answered"
    JOINED = "joined"
    ASKED = "asked"  # the facility


class Weight(StrEnum):
    FOR = "for"
    AGAINST = "against"
    OPEN = "open"  # it settles nothing


class Sign(StrEnum):
    """One thing that is seen of a report."""

    SAYS_THE_SAME = "says_the_same"  # as an earlier report that is open
    RECORD_SAYS_SO = "record_says_so"
    PERSON_CERTAIN = "person_certain"
    PERSON_UNCLEAR = "person_unclear"
    PERSON_UNKNOWN = "person_unknown"
    SENDER_KNOWN = "sender_known"  # the telephone or the number stands on the record
    SENDER_UNKNOWN = "sender_unknown"
    MANY_FROM_PHONE = "many_from_phone"
    DOSE_NEAR = "dose_near"  # a dose on record that may be the one that is missed
    ROW_WAITS = "row_waits"  # a facility's sheet says so, in a row that was not recorded
    FACILITY_YES = "facility_yes"
    FACILITY_YES_BUT = "facility_yes_but"
    FACILITY_NO = "facility_no"
    LOT_GIVEN_THERE = "lot_given_there"  # that day
    SESSION_HELD = "session_held"
    NO_SESSION = "no_session"
    LOT_KNOWN = "lot_known"
    LOT_UNKNOWN = "lot_unknown"
    LOT_OF_ANOTHER_VACCINE = "lot_of_another_vaccine"
    LOT_EXPIRED = "lot_expired"
    SLIP_AGREES = "slip_agrees"
    SLIP_DIFFERS = "slip_differs"
    SLIP_UNREAD = "slip_unread"
    SLIP_AWAITED = "slip_awaited"
    SLIP_EDITED = "slip_edited"
    PHOTO_OF_ANOTHER = "photo_of_another"
    NO_PHOTO = "no_photo"
    TOO_SOON = "too_soon"  # after the dose before
    IMPOSSIBLE_DAY = "impossible_day"
    SAME_LOT_NEAR = "same_lot_near"  # the two entries of a doubled dose
    REGISTER_AGREES = "register_agrees"
    REGISTER_DIFFERS = "register_differs"
    REGISTER_SILENT = "register_silent"
    NUMBER_OF_ANOTHER = "number_of_another"
    OTHER_RECORD_CERTAIN = "other_record_certain"
    RECORDS_DIFFER = "records_differ"  # too much for one person
    DATA_COMPLETE = "data_complete"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign, whether it speaks for the report, and the values that its sentence names."""

    sign: Sign
    weight: Weight
    values: Mapping[str, str] = field(default_factory=dict)

    def kept(self) -> dict[str, object]:
        return {"sign": self.sign, "weight": self.weight, "values": dict(self.values)}

    @classmethod
    def read(cls, kept: Mapping[str, object]) -> Self:
        values = kept["values"]
        assert isinstance(values, dict)
        return cls(Sign(str(kept["sign"])), Weight(str(kept["weight"])), values)


@dataclass(frozen=True, slots=True)
class Advice:
    """What triage makes of a report: who answers it, and why. `patient_id` is whose it is, where
    that is certain; `same_as` an earlier report; `did` what the machine did by itself.
    """

    route: Route
    findings: tuple[Finding, ...]
    patient_id: int | None = None
    same_as: int | None = None
    did: Did = Did.NOTHING
    is_sampled: bool = False

    def of(self, weight: Weight) -> list[Finding]:
        return [finding for finding in self.findings if finding.weight == weight]


class Certainty(StrEnum):
    """How well it is known whose record a report is about."""

    CERTAIN = "certain"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The dose as a report would have it; `vaccines` are those that its name may mean, none where
    no name is told, or (`is_strange`) one that we do not know."""

    day: date
    vaccines: frozenset[int] = frozenset()
    is_strange: bool = False
    lot: str = ""
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A lot of a number: of which product, until when it may be used."""

    vaccine_id: int
    expires_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What the photos of a report show beside what it claims: names of fields."""

    agrees: frozenset[str] = frozenset()
    differs: frozenset[str] = frozenset()
    is_awaited: bool = False  # not all photos were looked at yet
    is_read: bool = False
    is_edited: bool = False
    of_others: int = 0  # reports about other people that show the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """All that is known of one report when it is sorted."""

    report_id: int
    kind: ReportKind
    asked: str  # the kind that an earlier channel named, else ""
    claims: Claims
    sent_on: date
    round: int
    is_signed_in: bool  # sent by who holds the record
    has_photo: bool
    whose: Certainty
    patient_id: int | None = None
    record: PatientFacts | None = None
    doses: tuple[DoseOnRecord, ...] = ()  # of that person, that count
    dose: DoseFacts | None = None  # the one that the report is about
    told: Told | None = None
    is_mended: bool = False  # the dose is by now as the report would have it
    disease_id: int | None = None  # of the vaccine that is told
    licensed_on: date | None = None
    interval: int | None = None  # days, at least, to the dose before
    same_as: int | None = None
    from_phone: int = 0  # open reports of this telephone
    rows: int = 0  # of facilities' sheets that wait and say so
    answer: Answer | None = None
    lot_given: int = 0
    in_session: int = 0
    lots: tuple[Lot, ...] = ()
    slip: Slip = Slip()
    register: str = ""  # a verdict of the population registry on the claimed person
    number_of_another: bool = False
    other_certain: bool = False
    other_alike: bool = False
    other_joined: bool = False
    facility_name: str = ""
