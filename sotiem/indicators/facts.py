"""The words of figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

FIRST_DAY: Final = date(1970, 1, 1)  # days of figures are counted since then
# Reports open since so many days, at least: today, yesterday, ...
AGES: Final = (0, 1, 2, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Totals:
    """What became of the reports of a unit; half of them were answered within `median` hours."""

    open: int = 0
    overdue: int = 0
    accepted: int = 0
    refused: int = 0
    withdrawn: int = 0
    median: int | None = None
    most: int | None = None  # within so many hours, nine in ten

    @property
    def decided(self) -> int:
        return self.accepted + self.refused

    @property
    def received(self) -> int:
        return self.open + self.decided + self.withdrawn


@dataclass(frozen=True, slots=True)
class OfKind:
    received: int
    open: int
    decided: int


@dataclass(frozen=True, slots=True)
class Day:
    """What came in and what was answered on one day, counted since 1970."""

    number: int
    received: int
    decided: int


@dataclass(frozen=True, slots=True)
class Whole:
    """All that the board shows of one unit."""

    totals: Totals
    kinds: Mapping[str, OfKind]
    ways: Mapping[str, int]
    ages: tuple[int, ...]  # as AGES has them
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class ReactionCount:
    """So many reactions after doses of one day, at one place."""

    path: str
    day: date
    vaccine: str
    label: str
    is_serious: bool
    number: int


@dataclass(frozen=True, slots=True)
class Part:
    """One unit below another, or what the other one answers itself."""

    path: str
    totals: Totals
    is_itself: bool = False


# What is told of doses, of people with a first one, with a full course, and with one more.
DOSE_MEASURES: Final = ("doses", "first", "full", "booster")
AGED_MEASURES: Final = DOSE_MEASURES[1:]
Numbers = dict[str, int]  # by measure


class PublicPlace(TypedDict):
    """The public figures of a place; `totals` adds up `parts`, where it has some.

    `parts` are communes of a province, provinces of the country, by their path. A day is counted
    since 1970. An age is a sex, a blank, and a group of five years (-1: unknown, 16: 80 and more).
    """

    totals: Numbers
    parts: dict[str, Numbers]
    days: dict[str, Numbers]
    ages: dict[str, Numbers]
    vaccines: dict[str, Numbers]
    last_entered: int | None  # the last day on which a dose was entered
    delay: list[int] | None  # within how many days half of the doses, nine in ten were entered


# What is told of each place besides, by table. `totals` and `parts` have all of `TOTALS`.
SUPPLIED: Final = (
    "received", "planned", "allocated", "in_transit", "used", "wasted", "in_stock", "recorded",
)  # fmt: skip
# Doses by the whole days from dose to entry.
CLASSES_OF_DELAY: Final = {"days_0_1": 1, "days_2_3": 3, "days_4_7": 7, "days_8": None}
ENTERED: Final = (*CLASSES_OF_DELAY, "half_days", "most_days", "last_entered")
REPORTED: Final = (
    "open", "overdue", "accepted", "refused", "withdrawn", "half_hours", "most_hours",
)  # fmt: skip
REACTED: Final = ("reactions", "serious")
REGISTERED: Final = ("waiting", "invited", "vaccinated", "left")
KNOWN: Final = ("agrees", "differs", "unanswered", "no_number")
FACILITIES: Final = ("working", "stopped", "announced")
STANDING: Final[Mapping[str, tuple[str, ...]]] = {
    "totals": (
        *SUPPLIED, *ENTERED, *REPORTED, *REACTED, *REGISTERED, *KNOWN, *FACILITIES,
    ),
    "parts": (
        *SUPPLIED, *ENTERED, *REPORTED, *REACTED, *REGISTERED, *KNOWN, *FACILITIES,
    ),
    "supply": SUPPLIED,
    "decisions": ("decided_on", "planned", "arrived"),
    "reactions": REACTED,
    "registrations": REGISTERED,
    "facilities": ("used", "recorded"),
}  # fmt: skip
# A number that would let somebody find one below five is not told.
Told = dict[str, int | None]  # by measure
Standing = dict[str, dict[str, Told]]  # by table of `STANDING` and row
