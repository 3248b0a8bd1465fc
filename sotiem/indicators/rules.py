"""From counted hours and days to what people read; what everybody may know."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sotiem.corrections.rules import VIETNAM
from sotiem.indicators.facts import AGES

# Public numbers are the multiple of this below the true one: nobody learns a smaller number.
STEP: Final = 5
# Doses in stores are told down to a multiple of this.
STOCK_STEP: Final = 50
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
    told = [table for table in tables if table]
    if len(told) < 2:
        return True
    least, most = _span(told)
    return all(
        least - sum(table) <= (STEP - 1) * (len(table) - 1) and most - sum(table) >= STEP - 1
        for table in told
    )


def hide_beside(tables: Sequence[Sequence[int]], others: Sequence[Sequence[int]]) -> bool:
    """The same where others may tell of the same things: what was used may all have been entered.

    Where their wholes cannot be equal, neither binds the rows of the other.
    """
    both = [[table for table in some if table] for some in (tables, others)]
    if not all(both):
        return hides_small_numbers([*tables, *others])
    (least, most), (other_least, other_most) = map(_span, both)
    if most < other_least or other_most < least:
        return all(map(hides_small_numbers, both))
    return hides_small_numbers([*tables, *others])


def _span(tables: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Between which numbers the whole lies."""
    least = max(sum(table) for table in tables)
    return least, min(sum(table) + (STEP - 1) * len(table) for table in tables)


def balance_hides(totals: Iterable[int], shown: int, *, slack: int) -> bool:
    """Whether numbers that come to a known total each may still be anything from what is shown to
    four more. `shown` is their sum as it is told, `slack` by how much they may be more in all.

    What was received was used, wasted or is there: who knows three of the four knows the last. A
    total that they cannot come to is another kind of total, and tells nothing of them.
    """
    left = [total - shown for total in totals]
    return all(STEP - 1 <= each <= slack - (STEP - 1) for each in left if 0 <= each <= slack)


def added_up(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    """The public sum of public rows: never of what they were made of.

    Were it made of the true numbers, the last row could be found by subtracting the others.
    """
    return {name: sum(row[name] for row in rows) for name in (rows[0] if rows else ())}
