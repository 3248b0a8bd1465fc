"""Charts in whole numbers, drawn by the server: they need no script and print as they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sotiem.indicators.facts import FIRST_DAY, Numbers

WIDTH: Final = 732  # two for each day of a long year
HEIGHT: Final = 200
TOP: Final = 24
MEAN_OF: Final = 7
FEWEST_DAYS: Final = 28
OLDEST: Final = 16
ROW: Final = 22
HALF: Final = 200


@dataclass(frozen=True, slots=True)
class DayBar:
    day: date
    number: int
    mean: int  # of this day and the six before it
    x: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class DayChart:
    """The days of one year, from the first to the last that has a number."""

    bars: tuple[DayBar, ...]
    top: int
    width: int  # of a bar
    line: str  # the mean, as points
    year: int
    years: tuple[int, ...]  # all that have a number

    @property
    def since(self) -> date:
        return self.bars[0].day

    @property
    def until(self) -> date:
        return self.bars[-1].day


def days_of(days: Mapping[str, Numbers], measure: str, year: int | None) -> DayChart | None:
    """The days of a year, of the last one where none is asked for."""
    told = {int(day): numbers.get(measure, 0) for day, numbers in days.items()}
    counts = {day: number for day, number in told.items() if number}
    if not counts:
        return None
    years = tuple(sorted({_day(number).year for number in counts}))
    shown = year if year in years else years[-1]
    of_year = [number for number in counts if _day(number).year == shown]
    drawn = range(min(min(of_year), max(of_year) - FEWEST_DAYS + 1), max(of_year) + 1)
    top = max(counts[number] for number in of_year)
    step = min(40, WIDTH // len(drawn))
    bars = tuple(_bar(counts, number, top, x=(number - drawn[0]) * step) for number in drawn)
    points = (f"{bar.x + step // 2},{_y(bar.mean, top)}" for bar in bars)
    return DayChart(bars, top, max(1, step - 1), " ".join(points), shown, years)


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number)


def _bar(counts: Mapping[int, int], day: int, top: int, *, x: int) -> DayBar:
    number = counts.get(day, 0)
    mean = sum(counts.get(day - back, 0) for back in range(MEAN_OF)) // MEAN_OF
    y = min(_y(number, top), TOP + HEIGHT - 2) if number else TOP + HEIGHT
    return DayBar(_day(day), number, mean, x, y, TOP + HEIGHT - y)


def _y(number: int, top: int) -> int:
    return TOP + HEIGHT - number * HEIGHT // top


@dataclass(frozen=True, slots=True)
class AgeRow:
    group: int  # of five years; 16 is eighty and more
    women: int
    men: int
    y: int
    women_x: int
    women_width: int
    men_width: int

    @property
    def since(self) -> int:
        return self.group * 5

    @property
    def until(self) -> int | None:
        return None if self.group == OLDEST else self.group * 5 + 4


@dataclass(frozen=True, slots=True)
class AgeChart:
    rows: tuple[AgeRow, ...]
    top: int
    unknown: int  # of whom sex or age is not known

    @property
    def height(self) -> int:
        return len(self.rows) * ROW


def ages_of(ages: Mapping[str, Numbers], measure: str) -> AgeChart | None:
    """Women to the left, men to the right, the oldest on top."""
    counts: dict[tuple[str, int], int] = {}
    for row, numbers in ages.items():
        sex, _, group = row.partition(" ")
        counts[sex, int(group)] = numbers.get(measure, 0)
    known = {key: number for key, number in counts.items() if key[0] in SEXES and key[1] >= 0}
    top = max(known.values(), default=0)
    if not top:
        return None
    rows = tuple(
        _age_row(group, known.get(("female", group), 0), known.get(("male", group), 0), top)
        for group in range(OLDEST, -1, -1)
    )
    return AgeChart(rows, top, sum(counts.values()) - sum(known.values()))


SEXES: Final = ("female", "male")


def _age_row(group: int, women: int, men: int, top: int) -> AgeRow:
    width = women * HALF // top
    return AgeRow(group, women, men, (OLDEST - group) * ROW, HALF - width, width, men * HALF // top)


def classes_of(values: Sequence[int]) -> list[int]:
    """The lowest value of each of up to five classes with about as many places in each."""
    ordered = sorted(value for value in values if value)
    if not ordered:
        return []
    steps = {ordered[place * len(ordered) // CLASSES] for place in range(CLASSES)}
    return sorted(steps)


CLASSES: Final = 5
