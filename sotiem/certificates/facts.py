"""The words of certificates: what one states, and how one stands when it is checked."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from certificate_format import CertificatePayload, Judgement
from certificate_format.health_cards import CardJudgement, HealthCard


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


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says: the last dose and its place in the series."""

    dose_version_id: int
    vaccine_id: int
    administered_on: date
    dose_number: int
    series_doses: int


class Standing(StrEnum):
    """How a certificate stands when somebody shows it."""

    IN_FORCE = "in_force"
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
        return self.standing is Standing.IN_FORCE

    @property
    def payload(self) -> CertificatePayload | None:
        """What it says of a vaccination; of a certificate that is revoked nothing is repeated."""
        said = self.judgement.payload
        shown = self.standing in (Standing.IN_FORCE, Standing.EXPIRED)
        return said if shown and isinstance(said, CertificatePayload) else None


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
