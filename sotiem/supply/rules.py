"""Decisions about lots and movements."""

from datetime import date
from typing import Protocol

from sotiem.supply.states import ACCOUNTS, SUMMED, SUMS, Account, MovementKind, WhyNot


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


def change_of(account: Account, kind: MovementKind, doses: int, *, is_reversal: bool) -> int:
    """By how many doses a movement changes what is in an account."""
    source, goal = ACCOUNTS[kind]
    change = doses if goal == account else -doses if source == account else 0
    return -change if is_reversal else change


def sums_of(kind: MovementKind) -> dict[str, int]:
    """What one dose of a movement adds to each of the sums; together nothing but what came in."""
    found = dict.fromkeys(SUMMED, 0)
    for account, change in zip(ACCOUNTS[kind], (-1, 1), strict=True):
        name, sign = SUMS[account]
        found[name] += sign * change
    return found


def leads_up(from_path: str, to_path: str) -> bool:
    """Whether a way leads to a depot above: the one whose place holds where it begins."""
    return from_path.startswith(f"{to_path.rpartition('/')[0]}/")
