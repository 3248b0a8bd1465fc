"""What a vaccination certificate says: a person, and one dose."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

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
class CertificatePayload:
    """What is signed. The birth date may be YYYY-MM-DD, YYYY-MM, YYYY or empty."""

    name: PersonName
    birth_date: str
    vaccination: VaccinationEntry
    version: str = SCHEMA_VERSION
