"""What is due next, and when: one rule over a schedule that is data. Without database or clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from sotiem.identity import PartialDate


class Part(StrEnum):
    """What a dose belongs to."""

    BASIC = "basic"
    BOOSTER = "booster"


class Given(NamedTuple):
    """A dose that counts: our code of the vaccine, and its day."""

    vaccine: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """One line of the schedule: who has the dose before it may have this one, and when.

    `after` and `give` are our codes of vaccines; `after` is empty for a first dose. Days count
    from the dose before: allowed from `min_days`, advised from `recommended_days`, and advised
    before `max_days` have passed (none: no end). Ages are whole years on the day of the dose, both
    included. The line holds from `valid_from` until the day before `valid_to`.
    """

    code: str
    dose_number: int
    part: Part
    after: tuple[str, ...]
    give: tuple[str, ...]
    min_days: int
    recommended_days: int
    max_days: int | None
    min_age: int
    max_age: int | None
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


class DueState(StrEnum):
    DUE = "due"  # a next dose is foreseen, now or later
    COMPLETE = "complete"  # nothing more is foreseen
    UNKNOWN = "unknown"  # of what was given before, no line tells
    NOT_FORESEEN = "not_foreseen"  # for nobody of this age


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The next dose: allowed from `earliest_on`, advised from `from_on` and before `before_on`."""

    state: DueState
    dose_number: int
    part: Part = Part.BASIC
    vaccines: tuple[str, ...] = ()
    earliest_on: date | None = None
    from_on: date | None = None
    before_on: date | None = None

    def is_late(self, on: date) -> bool:
        return self.before_on is not None and on >= self.before_on

    def is_open(self, on: date) -> bool:
        """Whether the dose is advised by now."""
        return self.from_on is not None and on >= self.from_on


def due_next(doses: Iterable[Given], birth: str, schedule: Sequence[Scheduled], on: date) -> Due:
    """Say which dose comes next by the lines that hold on a day.

    `doses` are those that count against one disease, in any order; `birth` is YYYY, YYYY-MM or
    YYYY-MM-DD, empty where unknown: then no age is held against anybody. Where nothing more is
    foreseen, `earliest_on` says when a further dose would be allowed.
    """
    given = sorted(doses, key=lambda dose: dose.on)
    last = given[-1] if given else None
    number = len(given) + 1
    lines = [each for each in schedule if each.holds(on)]
    fitting = [each for each in lines if each.dose_number == number and _follows(each, last)]
    if not fitting:
        return _nothing_more(last, number, shortest_waits(schedule, on))
    dues = [due for each in fitting if (due := _due(each, last, birth, on)) is not None]
    if not dues:
        return Due(state=DueState.NOT_FORESEEN, dose_number=number)
    first = min(due.earliest_on or on for due in dues)
    chosen = [due for due in dues if (due.earliest_on or on) == first]
    vaccines = tuple(dict.fromkeys(code for due in chosen for code in due.vaccines))
    return Due(
        state=DueState.DUE,
        dose_number=number,
        part=chosen[0].part,
        vaccines=vaccines,
        earliest_on=chosen[0].earliest_on,
        from_on=chosen[0].from_on,
        before_on=chosen[0].before_on,
    )


def shortest_waits(schedule: Iterable[Scheduled], on: date) -> dict[str, int]:
    """How many days after a dose of each vaccine another is allowed at the soonest."""
    waits: dict[str, int] = {}
    for line in schedule:
        if line.holds(on):
            for code in line.after:
                waits[code] = min(waits.get(code, line.min_days), line.min_days)
    return waits


def age_on(birth: str, day: date) -> int:
    """Whole years on a day; of a birth known in part only, counted from the first day it can be."""
    born = PartialDate.from_iso(birth).first_day
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(birth: str, years: int) -> date:
    """The day on which somebody is so many years old."""
    born = PartialDate.from_iso(birth).first_day
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)


def _nothing_more(last: Given | None, number: int, waits: Mapping[str, int]) -> Due:
    if last is None:
        return Due(state=DueState.NOT_FORESEEN, dose_number=number)
    if last.vaccine not in waits:
        return Due(state=DueState.UNKNOWN, dose_number=number)
    earliest = last.on + timedelta(days=waits[last.vaccine])
    return Due(state=DueState.COMPLETE, dose_number=number, earliest_on=earliest)


def _follows(line: Scheduled, last: Given | None) -> bool:
    return not line.after if last is None else last.vaccine in line.after


def _due(line: Scheduled, last: Given | None, birth: str, on: date) -> Due | None:
    """What a line comes to for somebody; nothing for who is too old for it."""
    base = last.on if last else None
    earliest = base + timedelta(days=line.min_days) if base else None
    advised = base + timedelta(days=line.recommended_days) if base else None
    before = base + timedelta(days=line.max_days) if base and line.max_days else None
    if birth:
        if line.max_age is not None and age_on(birth, max(earliest or on, on)) > line.max_age:
            return None
        old_enough = birthday(birth, line.min_age)
        earliest = max(earliest, old_enough) if earliest else old_enough
        advised = max(advised, old_enough) if advised else old_enough
    return Due(
        state=DueState.DUE,
        dose_number=line.dose_number,
        part=line.part,
        vaccines=line.give,
        earliest_on=earliest or line.valid_from,
        from_on=advised or line.valid_from,
        before_on=before if before is None or advised is None or before > advised else None,
    )
