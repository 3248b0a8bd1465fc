"""What was received, allocated, used and left, of each vaccine: for a place and what lies below."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SupplyTotals:
    """Doses of one vaccine at a place and below, up to the end of a day."""

    received: int
    planned: int
    allocated: int
    used: int
    wasted: int
    in_stock: int
    in_transit: int


@dataclass(frozen=True, slots=True)
class DecisionTotals:
    """What one decision allots of one vaccine to a place and below, and what has arrived."""

    number: str
    day: date
    vaccine: str
    planned: int
    arrived: int


def supply_of(path: str, *, until: date) -> Mapping[str, SupplyTotals]:
    """By the vaccine's code."""
    return {}


def supply_of_parts(path: str, *, until: date) -> Mapping[str, Mapping[str, SupplyTotals]]:
    """The same for each unit right below, by its path."""
    return {}


def decisions_until(path: str, *, until: date) -> list[DecisionTotals]:
    """The decisions of a place up to a day, the oldest first."""
    return []
