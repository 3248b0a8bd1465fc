"""What is known of a store and of its movements."""

from dataclasses import dataclass
from datetime import date

from sotiem.supply.models import Lot
from sotiem.supply.states import WhyNot


@dataclass(frozen=True, slots=True)
class LotInStore:
    """How many doses of a lot the books say are in a store, and why it may not be given."""

    lot: Lot
    doses: int
    why_not: WhyNot | None


@dataclass(frozen=True, slots=True)
class SessionStock:
    """Doses of one lot that a session drew up, and what became of them."""

    drawn_up: int = 0
    put_back: int = 0
    wasted: int = 0

    @property
    def given(self) -> int:
        """Doses that must have reached people, or are still in hand."""
        return self.drawn_up - self.put_back - self.wasted


@dataclass(frozen=True, slots=True)
class UsedOnDay:
    """Doses that a facility's stock says were given on a day."""

    facility_id: int
    used_on: date
    doses: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What somebody counted of a lot, beside what the books said when they looked."""

    lot: Lot
    counted: int
    booked: int
    reason: str = ""
