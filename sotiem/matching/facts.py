from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Zone(StrEnum):
    LINK = "link"  # one person, certainly enough for the machine
    REVIEW = "review"  # somebody must look
    NEW = "new"  # nobody on record


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonClue:
    """What a row, a report or a form says of a person, as it was written; empty where unknown.

    `commune_id` is a unit of either list; `address` is text whose last parts are ward, district
    and province, used where no unit is known.
    """

    full_name: str
    birth_date: str
    sex: str = ""
    phone: str = ""
    cccd: str = ""
    cmnd: str = ""
    bhyt: str = ""
    commune_id: int | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Someone on record who may be the person: how probably, and how far each field agrees.

    `levels` names a level of `rules.levels` per field; pages say them in words.
    """

    patient_id: int
    probability: float
    levels: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """The answer: `patient_id` only in the link zone; candidates best first.

    `nobody` is the probability that nobody on record is the person.
    """

    zone: Zone
    patient_id: int | None
    candidates: tuple[Candidate, ...]
    nobody: float = 1.0
    model_version: str = ""
