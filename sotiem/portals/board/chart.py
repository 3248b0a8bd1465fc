"""Received and answered on each day, as two bars a day; all in whole numbers, for any language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sotiem.indicators.facts import FIRST_DAY, Day

WIDTH: Final = 700
HEIGHT: Final = 180  # of the bars
TOP: Final = 24


@dataclass(frozen=True, slots=True)
class Bar:
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """A day, its numbers and its bars."""

    day: date
    received: int
    decided: int
    came: Bar
    answered: Bar
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    columns: tuple[Column, ...]
    top: int

    @property
    def is_empty(self) -> bool:
        return self.top == 0


def chart_of(days: Sequence[Day]) -> Chart:
    top = max((max(day.received, day.decided) for day in days), default=0)
    step = WIDTH // max(1, len(days))
    width = step * 2 // 5
    return Chart(
        tuple(
            Column(
                day=FIRST_DAY + timedelta(days=day.number),
                received=day.received,
                decided=day.decided,
                came=_bar(day.received, top, place * step),
                answered=_bar(day.decided, top, place * step + width),
                x=place * step + width,
                width=width - 1,
            )
            for place, day in enumerate(days)
        ),
        top,
    )


def _bar(number: int, top: int, x: int) -> Bar:
    """As high as its number; one that is not nothing can be seen."""
    height = max(2, number * HEIGHT // top) if number else 0
    return Bar(x=x, y=TOP + HEIGHT - height, height=height)
