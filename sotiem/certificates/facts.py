"""The words of certificates: what one states, and how one stands when it is checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, NamedTuple

from certificate_format import Judgement, Payload
from certificate_format.health_cards import CardJudgement, HealthCard

COUNTRY: Final = "VN"


class Subject(NamedTuple):
    """Whom and what a certificate is about: one is in force for each.

    Of joined records the one that stands for them all is the person.
    """

    patient_id: int
    disease_id: int


class GivenDose(NamedTuple):
    """A dose that counts, as far as numbering needs it; `patient_id` is the principal's."""

    patient_id: int
    dose_id: int
    version_id: int
    vaccine_id: int
    administered_on: date
    recorded_at: datetime
    is_ready: bool = True  # whoever has to sign before the centre has signed


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says: the last dose and its place in the series."""

    dose_version_id: int
    vaccine_id: int
    administered_on: date
    dose_number: int
    series_doses: int


@dataclass(frozen=True, slots=True)
class Stated:
    """What certificates have to say, and about what one cannot tell all because a dose waits for
    its facility's signature."""

    statements: Mapping[Subject, Statement]
    waiting: frozenset[Subject]


class DoseWay(StrEnum):
    """How a version of a dose came on record."""

    ENTRY = "entry"  # typed at the facility
    SHEET = "sheet"  # in a sheet of the facility
    PROGRAM = "program"  # sent by a program of the facility
    LOADED = "loaded"  # from an earlier system
    DECISION = "decision"  # an officer decided so; her unit is named with it


class FirstSignature(StrEnum):
    """Who signs a dose before the centre signs the certificate."""

    AT_ENTRY = "at_entry"  # the facility, by saving it
    AFTER_REVIEW = "after_review"  # the facility, when its head has looked at it
    NOBODY = "nobody"


class Standing(StrEnum):
    """How a certificate stands when somebody shows it."""

    IN_FORCE = "in_force"
    FOREIGN = "foreign"  # genuine and in time; whether its country revoked it we do not know
    EXPIRED = "expired"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    UNKNOWN_SIGNER = "unknown_signer"
    NOT_ON_RECORD = "not_on_record"  # our signature, but nothing we issued
    INVALID = "invalid"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verification:
    """What can be said of a text that somebody shows as a certificate."""

    judgement: Judgement
    standing: Standing
    revoked_at: datetime | None = None

    @property
    def is_valid(self) -> bool:
        return self.standing in (Standing.IN_FORCE, Standing.FOREIGN)

    @property
    def country(self) -> str | None:
        """Whose signer signed it, whatever the certificate says of itself."""
        signer = self.judgement.signer
        return signer.country if signer else None

    @property
    def is_foreign(self) -> bool:
        """Whether a signer of another country signed it; of those we keep no record."""
        return self.country not in (None, COUNTRY)

    @property
    def payload(self) -> Payload | None:
        """What it says; of a certificate that is revoked or wrong nothing is repeated."""
        shown = self.is_valid or self.standing is Standing.EXPIRED
        return self.judgement.payload if shown else None


@dataclass(frozen=True, slots=True)
class CardVerification:
    """What can be said of a text that somebody shows as a SMART Health Card."""

    judgement: CardJudgement
    standing: Standing

    @property
    def is_valid(self) -> bool:
        return self.standing is Standing.IN_FORCE

    @property
    def card(self) -> HealthCard | None:
        """What it says; of a card that is revoked nothing is repeated."""
        shown = self.standing in (Standing.IN_FORCE, Standing.EXPIRED)
        return self.judgement.card if shown else None
