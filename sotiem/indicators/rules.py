"""From counted hours and days to what people read; what everybody may know."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sotiem.corrections.rules import VIETNAM
from sotiem.indicators.facts import AGES

# Public numbers are the multiple of this below the true one: nobody learns a smaller number.
STEP: Final = 5
# Hours are told of so many answers at least.
FEWEST_FOR_HOURS: Final = 20


def day_that_ended(at: datetime) -> date:
    """The day in Việt Nam that had ended last."""
    return at.astimezone(VIETNAM).date() - timedelta(days=1)


def within_hours(hours: Mapping[int, int], *, share: tuple[int, int]) -> int | None:
    """Within how many begun hours this share, as a fraction, was answered."""
    number, (part, of) = sum(hours.values()), share
    seen = 0
    for hour in sorted(hours):
        seen += hours[hour]
        if seen and of * seen >= part * number:
            return hour + 1
    return None


def ages(since: Mapping[int, int], *, today: int) -> tuple[int, ...]:
    """How many are open since how long, by the day on which each came."""
    found = [0] * len(AGES)
    for day, number in since.items():
        old = max(0, today - day)
        found[max(place for place, least in enumerate(AGES) if old >= least)] += number
    return tuple(found)


def rounded_down(number: int) -> int:
    return number // STEP * STEP


def hides_small_numbers(tables: Sequence[Sequence[int]]) -> bool:
    """Whether tables of the same things, each number rounded down, still hide every small one.

    Each table says between which numbers the whole lies, and the whole binds the rows of the
    others. A number is safe when it may be anything from what is shown to four more: when the
    narrowest span of the whole reaches that far in every table.
    """
    told = [(sum(table), len(table)) for table in tables if table]
    if len(told) < 2:
        return True
    least = max(shown for shown, _ in told)
    most = min(shown + (STEP - 1) * rows for shown, rows in told)
    return all(
        least - shown <= (STEP - 1) * (rows - 1) and most - shown >= STEP - 1
        for shown, rows in told
    )


def added_up(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The public sum of public rows: never of what they were made of.

    Were it made of the true numbers, the last row could be found by subtracting the others.
    """
    return {name: sum(row[name] for row in rows) for name in (rows[0] if rows else ())}
