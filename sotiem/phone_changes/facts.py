"""The words of a phone that is replaced at a desk: what was shown, why, and why it waits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Paper(StrEnum):
    """What identity paper was shown at the desk. It is looked at, and never copied."""

    CCCD = "cccd"
    CMND = "cmnd"
    PASSPORT = "passport"
    BIRTH_CERTIFICATE = "birth_certificate"
    VNEID = "vneid"  # on the phone, in the national application


class ChangeBecause(StrEnum):
    """Why the number on record is no longer right."""

    NO_LONGER_USED = "no_longer_used"
    LOST = "lost"
    TYPED_WRONG = "typed_wrong"
    ANOTHERS = "anothers"  # somebody else's number was given


class Agreed(StrEnum):
    """What of the papers agrees with the record. Name and birth date always must."""

    NUMBER = "number"  # of the identity paper
    DOSE_DAY = "dose_day"
    DOSE_PLACE = "dose_place"
    DOSE_LOT = "dose_lot"
    SLIP_NUMBER = "slip_number"


class WaitsBecause(StrEnum):
    """Why an officer looks before the new number counts."""

    OLD_PHONE_IN_USE = "old_phone_in_use"
    NOBODY_IS_TOLD = "nobody_is_told"  # there was no number that could object
    CHANGED_LATELY = "changed_lately"
    MANY_BY_ONE = "many_by_one"  # member of staff in a day
    NEW_PHONE_OF_MANY = "new_phone_of_many"


class ChangeState(StrEnum):
    AWAITING_SECOND = "awaiting_second"  # nothing has changed yet
    IN_FORCE = "in_force"
    OBJECTED = "objected"  # the new number opens nothing until an officer has decided
    KEPT = "kept"  # objected to, and decided for the new number
    RETURNED = "returned"  # objected to, and decided for the old one
    REFUSED = "refused"  # it never came into force


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """What stands on the papers at the desk, in normal form; empty where they do not say.

    `birth_date` is YYYY, YYYY-MM or YYYY-MM-DD; `numbers` has at most one of `cccd` and `cmnd`.
    The rest is of one dose, as its slip says it.
    """

    full_name: str
    birth_date: str
    numbers: Mapping[str, str] = field(default_factory=dict)
    administered_on: date | None = None
    facility_id: int | None = None
    lot_number: str = ""
    slip_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whose papers they are, and what of them agrees."""

    patient_id: int
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for at the desk. `phone` is ten digits."""

    found: Found
    phone: str
    because: ChangeBecause
    paper: Paper
