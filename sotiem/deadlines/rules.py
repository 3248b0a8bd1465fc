"""What is missing and where the pace leads: without database or clock."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from math import ceil
from typing import Final

from sotiem.deadlines.facts import DAYS_BACK, Entered, Figures, Forecast, Progress

ONE: Final = timedelta(days=1)
WEEK: Final = timedelta(days=7)
# Days from the dose to its entry, up to and with the last one of each step.
STEPS: Final = (0, 1, 3, 7, 30)


def figures_of(
    used: Mapping[date, int],
    entered: Iterable[Entered],
    *,
    held: int = 0,
    session_days: Collection[date] = (),
    today: date,
) -> Figures:
    """Compare what a facility used on each day with what it entered for that day.

    Who told neither is not done: what it held, and the days of its sessions, are to be told of.
    """
    entered = list(entered)
    recorded: dict[date, int] = {}
    for each in entered:
        recorded[each.day] = recorded.get(each.day, 0) + each.recorded
    gaps = {day: count - recorded.get(day, 0) for day, count in used.items()}
    behind = [day for day, gap in gaps.items() if gap > 0]
    silent = silent_days(used, recorded, session_days)
    unused = sum(count for day, count in recorded.items() if day not in used)
    return Figures(
        used=sum(used.values()),
        recorded=sum(recorded.values()),
        missing=sum(gaps[day] for day in behind),
        surplus=unused - sum(gap for gap in gaps.values() if gap < 0),
        untold=0 if used or any(recorded.values()) else held,
        empty_days=sum(1 for day in behind if recorded.get(day, 0) == 0),
        silent_days=len(silent),
        sessions=len(session_days),
        missing_by_day=_missing_by_day(used, entered, today),
        entered_by_day=[_entered(entered, day - ONE, day) for day in _days_until(today)],
        oldest_gap_on=min([*behind, *silent], default=None),
        last_entry_on=max((e.entered_on for e in entered if e.recorded > 0), default=None),
        entered_week=_entered(entered, today - WEEK, today),
        entered_week_before=_entered(entered, today - 2 * WEEK, today - WEEK),
    )


def silent_days(
    used: Mapping[date, int], recorded: Mapping[date, int], session_days: Collection[date]
) -> list[date]:
    """Days with a session of which no dose was said to be used, and none entered."""
    return [day for day in sorted(session_days) if not (used.get(day) or recorded.get(day))]


def _missing_by_day(used: Mapping[date, int], entered: Iterable[Entered], today: date) -> list[int]:
    """What was missing at the end of each day: of what was used by then, what was not entered."""
    first = today - (DAYS_BACK - 1) * ONE
    known: dict[date, dict[int, int]] = {}  # of each day, what was entered at which place
    for each in entered:
        place = max(0, (each.entered_on - first).days)
        places = known.setdefault(each.day, {})
        places[place] = places.get(place, 0) + each.recorded
    missing = [0] * DAYS_BACK
    for day, count in used.items():
        places, gap = known.get(day, {}), count
        for place in range(DAYS_BACK):
            gap -= places.get(place, 0)
            if gap > 0 and place >= (day - first).days:
                missing[place] += gap
    return missing


def _days_until(today: date) -> list[date]:
    return [today - back * ONE for back in range(DAYS_BACK - 1, -1, -1)]


def _entered(entered: Iterable[Entered], after: date, until: date) -> int:
    """The days after the first, up to and with the last."""
    return max(0, sum(each.recorded for each in entered if after < each.entered_on <= until))


def forecast_of(figures: Figures, *, due_on: date, today: date) -> Forecast:
    """At the pace of the last seven days: done, in time, late by some days, or not at all."""
    if not figures.is_behind:
        return Forecast(Progress.IDLE if figures.is_idle else Progress.DONE)
    if today > due_on:
        return Forecast(Progress.OVERDUE, days_late=(today - due_on).days)
    if figures.missing == 0:
        return Forecast(Progress.SILENT)
    if figures.entered_week == 0:
        return Forecast(Progress.AT_REST)
    ready_on = today + timedelta(days=ceil(figures.missing * 7 / figures.entered_week))
    if ready_on <= due_on:
        return Forecast(Progress.ON_TRACK, ready_on=ready_on)
    return Forecast(Progress.WILL_BE_LATE, ready_on=ready_on, days_late=(ready_on - due_on).days)


def delays_of(entered: Iterable[Entered]) -> tuple[int, ...]:
    """How many doses were entered the same day, the next, within three days, and so on."""
    counts = [0] * (len(STEPS) + 1)
    for each in entered:
        days = (each.entered_on - each.day).days
        step = next((place for place, last in enumerate(STEPS) if days <= last), len(STEPS))
        counts[step] += each.recorded
    return tuple(counts)
