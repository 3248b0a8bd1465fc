"""The words of reactions after a dose (AEFI). The list of signs is our proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from uuid import UUID


class Group(StrEnum):
    """What counts show instead of single signs."""

    LOCAL = "local"
    GENERAL = "general"
    ALLERGIC = "allergic"
    HEART = "heart"
    NERVES = "nerves"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class KindOfSign:
    group: Group
    urgent: bool = False


class Sign(StrEnum):
    BREATHING = "breathing"
    SWOLLEN_FACE = "swollen_face"
    HIVES = "hives"
    CHEST_PAIN = "chest_pain"
    PALPITATIONS = "palpitations"
    FAINTING = "fainting"
    CONVULSION = "convulsion"
    NUMBNESS = "numbness"
    HIGH_FEVER = "high_fever"
    BLEEDING = "bleeding"
    PAIN = "pain"
    REDNESS = "redness"
    SWELLING = "swelling"
    FEVER = "fever"
    HEADACHE = "headache"
    FATIGUE = "fatigue"
    MUSCLES = "muscles"
    CHILLS = "chills"
    NAUSEA = "nausea"
    DIZZINESS = "dizziness"
    RASH = "rash"
    OTHER = "other"


SIGNS: Final[Mapping[Sign, KindOfSign]] = MappingProxyType(
    {
        Sign.BREATHING: KindOfSign(Group.ALLERGIC, urgent=True),
        Sign.SWOLLEN_FACE: KindOfSign(Group.ALLERGIC, urgent=True),
        Sign.HIVES: KindOfSign(Group.ALLERGIC, urgent=True),  # all over the body
        Sign.CHEST_PAIN: KindOfSign(Group.HEART, urgent=True),
        Sign.PALPITATIONS: KindOfSign(Group.HEART, urgent=True),
        Sign.FAINTING: KindOfSign(Group.NERVES, urgent=True),
        Sign.CONVULSION: KindOfSign(Group.NERVES, urgent=True),
        Sign.NUMBNESS: KindOfSign(Group.NERVES, urgent=True),
        Sign.HIGH_FEVER: KindOfSign(Group.GENERAL, urgent=True),  # 39 degrees and more
        Sign.BLEEDING: KindOfSign(Group.OTHER, urgent=True),
        Sign.PAIN: KindOfSign(Group.LOCAL),
        Sign.REDNESS: KindOfSign(Group.LOCAL),
        Sign.SWELLING: KindOfSign(Group.LOCAL),
        Sign.FEVER: KindOfSign(Group.GENERAL),
        Sign.HEADACHE: KindOfSign(Group.GENERAL),
        Sign.FATIGUE: KindOfSign(Group.GENERAL),
        Sign.MUSCLES: KindOfSign(Group.GENERAL),
        Sign.CHILLS: KindOfSign(Group.GENERAL),
        Sign.NAUSEA: KindOfSign(Group.GENERAL),
        Sign.DIZZINESS: KindOfSign(Group.NERVES),
        Sign.RASH: KindOfSign(Group.ALLERGIC),
        Sign.OTHER: KindOfSign(Group.OTHER),
    }
)
URGENT: Final = tuple(sign for sign, kind in SIGNS.items() if kind.urgent)
COMMON: Final = tuple(sign for sign, kind in SIGNS.items() if not kind.urgent)


class Reporter(StrEnum):
    SELF = "self"
    GUARDIAN = "guardian"
    VACCINATOR = "vaccinator"


class Outcome(StrEnum):
    """How it went, as far as known."""

    UNKNOWN = "unknown"
    RECOVERING = "recovering"
    RECOVERED = "recovered"
    HOSPITALISED = "hospitalised"
    SEQUELAE = "sequelae"
    DIED = "died"


SERIOUS: Final = frozenset({Outcome.HOSPITALISED, Outcome.SEQUELAE, Outcome.DIED})


class Deed(StrEnum):
    """What staff did."""

    CONTACTED = "contacted"
    TO_HOSPITAL = "to_hospital"
    NOTED = "noted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose reaction, and after which dose; where none is recorded, the day she was vaccinated."""

    patient_id: int
    dose_id: int | None
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody reports. The same key is the same report, however often it is sent."""

    submission_key: UUID
    reporter: Reporter
    signs: tuple[Sign, ...]
    words: str = ""
    onset_at: datetime | None = None
    outcome: Outcome = Outcome.UNKNOWN


def any_urgent(signs: Iterable[str]) -> bool:
    return any(SIGNS[Sign(sign)].urgent for sign in signs)
