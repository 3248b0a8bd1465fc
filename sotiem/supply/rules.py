"""Decisions about lots and movements."""

from datetime import date
from typing import Protocol

from sotiem.supply.states import INTO_STORE, OUT_OF_STORE, MovementKind, WhyNot


class KnownLot(Protocol):
    """What must be known of a lot to judge it."""

    expires_on: date

    @property
    def recalled_on(self) -> date | None: ...


def why_unusable(lot: KnownLot, on: date) -> WhyNot | None:
    """Why nobody may be given a lot on a day; nothing if it may be given."""
    if lot.recalled_on is not None and lot.recalled_on <= on:
        return WhyNot.RECALLED
    return WhyNot.EXPIRED if lot.expires_on < on else None


def change_of_store(kind: MovementKind, doses: int, *, is_reversal: bool) -> int:
    """By how many doses a movement changes what is in the store."""
    change = doses if kind in INTO_STORE else -doses if kind in OUT_OF_STORE else 0
    return -change if is_reversal else change
