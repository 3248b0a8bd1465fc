"""What is known of a store and of its movements, and what is said of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sotiem.facilities.models import Facility
from sotiem.supply.models import AllocationDecision, ConsignmentItem, Lot
from sotiem.supply.states import WhyNot
from sotiem.vaccines.models import Vaccine


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ToSend:
    """What somebody wants to send from one store to another: doses of each lot.

    Under a decision in force, or for a reason.
    """

    from_store: Facility
    to_store: Facility
    doses: Mapping[Lot, int]
    under: AllocationDecision | None
    reason: str = ""
    document: str = ""
    sent_on: date
    expected_on: date


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a storekeeper found of a lot in a consignment: doses put into store, and doses missing
    or broken, with the reason. What is left is still on the way."""

    item: ConsignmentItem
    arrived: int
    lost: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """What a decision says: of whom (`path`), and how many doses each store is to get."""

    path: str
    number: str
    decided_on: date
    signed_by: str
    vaccine: Vaccine
    lines: Mapping[Facility, int]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineStanding:
    """How many doses a store was to get by a decision, and what became of them."""

    store: Facility
    planned: int
    on_way: int = 0
    arrived: int = 0
    lost: int = 0

    @property
    def to_send(self) -> int:
        """Doses that have yet to be sent; never fewer than none."""
        return max(0, self.planned - self.on_way - self.arrived - self.lost)


@dataclass(frozen=True, slots=True)
class DecisionStanding:
    """A decision and its lines, as they stand."""

    decision: AllocationDecision
    lines: tuple[LineStanding, ...]

    @property
    def planned(self) -> int:
        return sum(line.planned for line in self.lines)

    @property
    def on_way(self) -> int:
        return sum(line.on_way for line in self.lines)

    @property
    def arrived(self) -> int:
        return sum(line.arrived for line in self.lines)

    @property
    def lost(self) -> int:
        return sum(line.lost for line in self.lines)


@dataclass(frozen=True, slots=True)
class LotByLevel:
    """Doses of a lot in a place: in the country's depots, the provinces', at facilities, on the
    way."""

    lot: Lot
    country: int = 0
    province: int = 0
    facility: int = 0
    on_way: int = 0
    why_not: WhyNot | None = None

    @property
    def all(self) -> int:
        return self.country + self.province + self.facility + self.on_way
