"""The last fourteen days: what was entered on each, and what was missing at its end; drawn by the
server in whole numbers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from sotiem.deadlines.facts import Figures

WIDTH: Final = 700
HEIGHT: Final = 90  # of each of the two drawings
TOP: Final = 34
BETWEEN: Final = 44
LOWEST: Final = TOP + 2 * HEIGHT + BETWEEN


@dataclass(frozen=True, slots=True)
class TrendDay:
    day: date
    entered: int
    missing: int
    x: int  # of the bar
    middle: int
    y: int
    height: int
    point: int  # how high the line of what is missing stands


@dataclass(frozen=True, slots=True)
class Trend:
    days: tuple[TrendDay, ...]
    most_entered: int
    most_missing: int
    width: int  # of a bar
    line: str

    @property
    def is_empty(self) -> bool:
        return not (self.most_entered or self.most_missing)


def trend_of(figures: Figures, *, counted_at: datetime | None) -> Trend | None:
    """None where nothing was counted yet; the last day is the one on which it was."""
    entered, missing = figures.entered_by_day, figures.missing_by_day
    if not missing or counted_at is None:
        return None
    last = timezone.localdate(counted_at)
    most_entered, most_missing = max(entered), max(missing)
    step = WIDTH // len(missing)
    days = []
    for place, (new, lacking) in enumerate(zip(entered, missing, strict=True)):
        height = max(2, new * HEIGHT // most_entered) if new else 0
        days.append(
            TrendDay(
                day=last - timedelta(days=len(missing) - 1 - place),
                entered=new,
                missing=lacking,
                x=place * step + 2,
                middle=place * step + step // 2,
                y=TOP + HEIGHT - height,
                height=height,
                point=LOWEST - (lacking * HEIGHT // most_missing if most_missing else 0),
            )
        )
    line = " ".join(f"{each.middle},{each.point}" for each in days)
    return Trend(tuple(days), most_entered, most_missing, step - 4, line)
