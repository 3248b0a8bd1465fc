"""Reading doses as they stand this very moment: figures, and entries not yet added to them. No
dose is counted to answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db import connection

from sotiem.indicators.dose_measures import DOSES
from sotiem.indicators.facts import DOSE_MEASURES
from sotiem.indicators.queries import day_of
from sotiem.vaccines.models import TargetDisease, Vaccine

IN_TIME: Final = 1  # days from the dose to its entry; what took longer was entered late
AGED: Final = {"first_age": "first", "full_age": "full", "boost_age": "booster"}
# Ages and delays are told bucket by bucket, what happened on days as three spans.
_SPANS: Final = """
sum(number)::bigint,
coalesce(sum(number) FILTER (WHERE bucket = %(today)s), 0)::bigint,
coalesce(sum(number) FILTER (WHERE bucket BETWEEN %(today)s - 6 AND %(today)s), 0)::bigint
"""
_STOOD: Final = f"""
WITH stood AS (SELECT {DOSES.columns}, number FROM {DOSES.entries}), {DOSES.lifted}
"""
_WHOLE: Final = f"""
{_STOOD}
SELECT what, label, CASE WHEN what = ANY(%(by_bucket)s) THEN bucket END AS part, {_SPANS}
FROM (
    SELECT what, label, bucket, number FROM indicators_figure
    WHERE path = %(path)s AND what = ANY(%(whats)s)
    UNION ALL SELECT what, label, bucket, number FROM lifted WHERE path = %(path)s
) AS each GROUP BY 1, 2, 3
"""
_PARTS: Final = f"""
{_STOOD}
SELECT path, what, label, {_SPANS}
FROM (
    SELECT path, what, label, bucket, number FROM indicators_figure
    WHERE above = %(path)s AND what = ANY(%(in_parts)s)
    UNION ALL SELECT path, what, label, bucket, number FROM lifted
    WHERE above = %(path)s AND what = ANY(%(in_parts)s)
) AS each WHERE what <> 'delay' OR bucket > {IN_TIME} GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class Spans:
    """So many in all, today, and in the last seven days with today."""

    all: int = 0
    today: int = 0
    week: int = 0

    def __add__(self, other: "Spans") -> "Spans":
        return Spans(self.all + other.all, self.today + other.today, self.week + other.week)


@dataclass(frozen=True, slots=True)
class LiveDoses:
    """The doses given at a place and below, by measure; `late` were entered after the next day.

    `measures` are those of the public figures, and `entered` by the day of entry. `ages` have a
    sex, a blank, and a group of five years (-1: unknown, 16: 80 and more).
    """

    path: str
    measures: Mapping[str, Spans] = field(default_factory=dict)
    late: int = 0
    vaccines: Mapping[str, Spans] = field(default_factory=dict)
    ages: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, measure: str) -> Spans:
        return self.measures.get(measure, Spans())


def live_doses(path: str, *, disease: TargetDisease, at: datetime) -> LiveDoses:
    """All that is known of the doses at a place against a disease; entries and delays are those
    of all vaccines."""
    vaccines = _vaccines(disease)
    measures: dict[str, Spans] = defaultdict(Spans)
    by_vaccine: dict[str, Spans] = {}
    ages: dict[str, dict[str, int]] = defaultdict(dict)
    late = 0
    for what, label, part, *numbers in _rows(_WHOLE, path, at):
        spans, (of, _, sex) = Spans(*numbers), label.partition(" ")
        if what == "doses" and label in vaccines:
            by_vaccine[label] = spans
            measures["doses"] += spans
        elif (what in DOSE_MEASURES and label == disease.code) or what == "entered":
            measures[what] += spans
        elif what in AGED and of == disease.code:
            ages[f"{sex} {part}"][AGED[what]] = spans.all
        elif what == "delay" and part > IN_TIME:
            late += spans.all
    return LiveDoses(path, dict(measures), late, by_vaccine, dict(ages))


def live_parts(path: str, *, disease: TargetDisease, at: datetime) -> list[LiveDoses]:
    """The same for each place right below, most doses first, without vaccines and ages."""
    vaccines = _vaccines(disease)
    measures: dict[str, dict[str, Spans]] = defaultdict(lambda: defaultdict(Spans))
    late: dict[str, int] = defaultdict(int)
    for part, what, label, *numbers in _rows(_PARTS, path, at):
        if what == "delay":
            late[part] += numbers[0]
        elif label in vaccines if what == "doses" else label in ("", disease.code):
            measures[part][what] += Spans(*numbers)
    found = [LiveDoses(part, dict(each), late[part]) for part, each in measures.items()]
    return sorted(found, key=lambda part: (-part.of("doses").all, part.path))


def added_up(path: str, parts: Sequence[LiveDoses]) -> LiveDoses:
    """Several places as one."""
    measures: dict[str, Spans] = defaultdict(Spans)
    for part in parts:
        for measure, spans in part.measures.items():
            measures[measure] += spans
    return LiveDoses(path, dict(measures), sum(part.late for part in parts))


def _vaccines(disease: TargetDisease) -> set[str]:
    return set(Vaccine.objects.filter(disease=disease).values_list("code", flat=True))


def _rows(query: str, path: str, at: datetime) -> Sequence[Any]:
    asked: dict[str, Any] = {
        "path": path,
        "today": day_of(at),
        "whats": list(DOSES.whats),
        "in_parts": [*DOSE_MEASURES, "entered", "delay"],
        "by_bucket": [*AGED, "delay"],
    }
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        found: Sequence[Any] = cursor.fetchall()
    return found
