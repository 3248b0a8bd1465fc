"""What a certificate says: a person, and one vaccination, test or recovery."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Self, TypeAlias

from certificate_format import names

SCHEMA_VERSION: Final = "1.3.0"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as written (fn, gn) and in passport letters (fnt, gnt)."""

    family: str
    given: str
    family_icao: str
    given_icao: str

    @classmethod
    def of(cls, *, family: str, given: str) -> Self:
        """Take a name as written and add its passport letters."""
        family = unicodedata.normalize("NFC", " ".join(family.split()))
        given = unicodedata.normalize("NFC", " ".join(given.split()))
        return cls(family, given, names.transliterate(family), names.transliterate(given))

    @classmethod
    def from_full_name(cls, full_name: str) -> Self:
        """Split a Vietnamese name: the family name is its first word."""
        family, given = names.split_full_name(full_name)
        return cls.of(family=family, given=given)


@dataclass(frozen=True, slots=True)
class VaccinationEntry:
    """One dose, in the words of the certificate; the two letters are its field names."""

    disease: str  # tg
    prophylaxis: str  # vp
    product: str  # mp
    maker: str  # ma
    dose_number: int  # dn
    series_doses: int  # sd
    given_on: date  # dt
    country: str  # co
    issuer: str  # is
    uci: str  # ci


@dataclass(frozen=True, slots=True)
class LabTestEntry:
    """One test of a sample, and what it found."""

    disease: str  # tg
    method: str  # tt
    name: str  # nm
    device: str  # ma
    sampled_at: datetime  # sc
    result: str  # tr
    centre: str  # tc
    country: str  # co
    issuer: str  # is
    uci: str  # ci


@dataclass(frozen=True, slots=True)
class RecoveryEntry:
    """A disease someone has had, and from when to when that is to count."""

    disease: str  # tg
    first_positive_on: date  # fr
    country: str  # co
    issuer: str  # is
    valid_from: date  # df
    valid_until: date  # du
    uci: str  # ci


@dataclass(frozen=True, slots=True)
class CertificatePayload:
    """What is signed of a vaccination. The birth date may be YYYY-MM-DD, YYYY-MM, YYYY or empty."""

    name: PersonName
    birth_date: str
    vaccination: VaccinationEntry
    version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class LabTestPayload:
    """What is signed of a test."""

    name: PersonName
    birth_date: str
    lab_test: LabTestEntry
    version: str = SCHEMA_VERSION


@dataclass(frozen=True, slots=True)
class RecoveryPayload:
    """What is signed of a recovery."""

    name: PersonName
    birth_date: str
    recovery: RecoveryEntry
    version: str = SCHEMA_VERSION


Entry: TypeAlias = VaccinationEntry | LabTestEntry | RecoveryEntry
Payload: TypeAlias = CertificatePayload | LabTestPayload | RecoveryPayload


def entry_of(payload: Payload) -> Entry:
    """Give the one event that a payload tells of."""
    match payload:
        case CertificatePayload():
            return payload.vaccination
        case LabTestPayload():
            return payload.lab_test
        case RecoveryPayload():
            return payload.recovery
