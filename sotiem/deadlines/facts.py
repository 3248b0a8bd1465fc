"""Figures of a facility or of an area, and what they come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

DAYS_BACK: Final = 14  # that a trend tells of, with today


class Progress(StrEnum):
    """How it stands with a deadline."""

    IDLE = "idle"  # no doses, no session: nothing to enter
    DONE = "done"
    SILENT = "silent"  # nothing is known to be missing, because nothing was told
    ON_TRACK = "on_track"
    WILL_BE_LATE = "will_be_late"
    AT_REST = "at_rest"  # something is missing, and nothing was entered for a week
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Doses used against doses recorded, day by day, and how quickly the rest comes in.

    What a day lacks is `missing`, what a day has too many is `surplus`: one never hides the other.
    `untold` are doses in the store of a facility that told nothing at all; `sessions` are days with
    a session that was held, `silent_days` those of them of which nothing was told. Of the last
    `DAYS_BACK` days, today last, `missing_by_day` tells what was missing at the end of the day and
    `entered_by_day` what was entered on it.
    """

    used: int = 0
    recorded: int = 0
    missing: int = 0
    surplus: int = 0
    untold: int = 0
    empty_days: int = 0
    silent_days: int = 0
    sessions: int = 0
    missing_by_day: Sequence[int] = ()
    entered_by_day: Sequence[int] = ()
    oldest_gap_on: date | None = None
    last_entry_on: date | None = None
    entered_week: int = 0
    entered_week_before: int = 0

    @property
    def entered_today(self) -> int:
        return self.entered_by_day[-1] if self.entered_by_day else 0

    @property
    def is_behind(self) -> bool:
        return bool(self.missing or self.untold or self.silent_days)

    @property
    def owed(self) -> int:
        """Doses of which somebody has yet to tell."""
        return self.missing + self.untold

    @property
    def is_idle(self) -> bool:
        return not (self.used or self.recorded or self.is_behind)

    @property
    def share(self) -> float | None:
        """The part of the used doses that is entered, 0 to 1; None where none was used."""
        return (self.used - self.missing) / self.used if self.used else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the present pace leads: ready on a day, some days late or in time."""

    progress: Progress
    ready_on: date | None = None
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class Entered:
    """Doses of one day at a facility that were entered on one day."""

    day: date
    entered_on: date
    recorded: int
