"""Reading figures: never by counting reports."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection

from sotiem.accounts.facts import Role, Staff, paths_within
from sotiem.indicators import rules
from sotiem.indicators.facts import Day, OfKind, Part, Totals, Whole
from sotiem.indicators.models import PublicFigures
from sotiem.indicators.report_measures import REPORTS

WATCHERS: Final = (Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
DAYS_SHOWN: Final = 14
HALF: Final = (1, 2)
NINE_IN_TEN: Final = (9, 10)
_FRESH: Final = f"""
WITH stood AS (SELECT {REPORTS.columns}, number FROM {REPORTS.entries}), {REPORTS.lifted}
"""
_WHOLE: Final = f"""
{_FRESH}
SELECT what, label, bucket, sum(number)::bigint FROM (
    SELECT what, label, bucket, number FROM indicators_figure
    WHERE path = %(path)s AND what = ANY(%(whats)s)
    UNION ALL SELECT what, label, bucket, number FROM lifted WHERE path = %(path)s
) AS each GROUP BY 1, 2, 3
"""
_PARTS: Final = f"""
{_FRESH}
SELECT path, what, label, bucket, sum(number)::bigint FROM (
    SELECT path, what, label, bucket, number FROM indicators_figure
    WHERE above = %(path)s AND what IN ('due', 'hours', 'outcome')
    UNION ALL SELECT path, what, label, bucket, number FROM lifted
    WHERE above = %(path)s AND what IN ('due', 'hours', 'outcome')
) AS each GROUP BY 1, 2, 3, 4
"""

Counted = dict[str, dict[str, dict[int, int]]]


def areas_seen_by(staff: Staff) -> tuple[str, ...]:
    """The places whose figures somebody may see."""
    return paths_within(one for role in WATCHERS for one in staff.jurisdictions(role))


def whole(path: str, *, at: datetime) -> Whole:
    """All that is shown of one unit and what lies below it."""
    counted = _counted()
    for what, label, bucket, number in _rows(_WHOLE, path):
        counted[what][label][bucket] = number
    today = day_of(at)
    received, decided = _by_bucket(counted["received"]), _by_bucket(counted["decided"])
    kinds = sorted(counted["received"].keys())
    return Whole(
        totals=_totals(counted, at),
        kinds={
            kind: OfKind(
                received=sum(counted["received"][kind].values()),
                open=sum(counted["open"][kind].values()),
                decided=sum(counted["decided"][kind].values()),
            )
            for kind in kinds
        },
        ways={way: sum(numbers.values()) for way, numbers in counted["way"].items()},
        ages=rules.ages(counted["since"][""], today=today),
        days=tuple(
            Day(day, received.get(day, 0), decided.get(day, 0))
            for day in range(today - DAYS_SHOWN + 1, today + 1)
        ),
    )


def parts(path: str, *, at: datetime) -> list[Part]:
    """The units right below one, what is overdue most first; last, what it answers itself."""
    counted: dict[str, Counted] = defaultdict(_counted)
    for unit, what, label, bucket, number in _rows(_PARTS, path):
        counted[unit][what][label][bucket] = number
    itself = _counted()
    for what, label, bucket, number in _rows(_WHOLE, path):
        below = sum(each[what][label].get(bucket, 0) for each in list(counted.values()))
        if number != below:
            itself[what][label][bucket] = number - below
    found = [Part(unit, _totals(each, at)) for unit, each in counted.items()]
    found = [part for part in found if part.totals.received]
    found.sort(key=lambda part: (-part.totals.overdue, -part.totals.open, part.path))
    own = _totals(itself, at)
    return [*found, Part(path, own, is_itself=True)] if found and own.received else found


def latest_public_figures() -> PublicFigures | None:
    return PublicFigures.objects.order_by("-day").first()


def day_of(at: datetime) -> int:
    """The day in Việt Nam, counted since 1970."""
    return int((at.timestamp() + 7 * 3600) // 86_400)


def hour_of(at: datetime) -> int:
    return int(at.timestamp() // 3600)


def _counted() -> Counted:
    return defaultdict(lambda: defaultdict(dict))


def _rows(query: str, path: str) -> Sequence[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"path": path, "whats": list(REPORTS.whats)})
        found: Sequence[Any] = cursor.fetchall()
    return found


def _totals(counted: Counted, at: datetime) -> Totals:
    """What is due in an hour that has ended is overdue."""
    due, hours = counted["due"][""], counted["hours"][""]
    ended = {state: sum(numbers.values()) for state, numbers in counted["outcome"].items()}
    return Totals(
        open=sum(due.values()),
        overdue=sum(number for hour, number in due.items() if hour < hour_of(at)),
        accepted=ended.get("accepted", 0),
        refused=ended.get("refused", 0),
        withdrawn=ended.get("withdrawn", 0),
        median=rules.within_hours(hours, share=HALF),
        most=rules.within_hours(hours, share=NINE_IN_TEN),
    )


def _by_bucket(counted: Mapping[str, Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for numbers in counted.values():
        for bucket, number in numbers.items():
            found[bucket] += number
    return found
