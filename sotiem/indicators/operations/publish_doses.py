"""What everybody may know of doses: once a day, and no number below five to be worked out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.indicators import rules
from sotiem.indicators.facts import AGED_MEASURES, DOSE_MEASURES, Numbers, PublicPlace
from sotiem.indicators.models import PublicDoses
from sotiem.indicators.queries import HALF, NINE_IN_TEN
from sotiem.vaccines.models import TargetDisease, Vaccine

COUNTRY: Final = Jurisdiction.country().path
_OF_PLACES: Final = """
SELECT path, what, label, bucket, number FROM indicators_figure
WHERE path = 'vn' AND what = ANY(%(whats)s) OR above = 'vn' AND what = ANY(%(whats)s)
"""
_OF_COMMUNES: Final = """
SELECT above, path, what, label, sum(number)::bigint FROM indicators_figure
WHERE above = ANY(%(above)s) AND what = ANY(%(whats)s) GROUP BY 1, 2, 3, 4
"""
_WHATS: Final = [*DOSE_MEASURES, "first_age", "full_age", "boost_age", "entered", "delay"]
TABLES: Final = ("parts", "days", "ages", "vaccines")
# Where tables of one place would give a small number away, these go first.
FINEST_FIRST: Final = ("days", "ages", "vaccines")
_AGED: Final = {"first_age": "first", "full_age": "full", "boost_age": "booster"}

Tables = dict[str, dict[str, Counter[str]]]  # of a place: by table, measure and row


@transaction.atomic
def publish_doses(*, at: datetime) -> list[PublicDoses]:
    """Keep what everybody may know, for the day that ended last. Asking again changes nothing."""
    day = rules.day_that_ended(at)
    if PublicDoses.objects.filter(day=day).exists():
        return []
    return PublicDoses.objects.bulk_create(
        PublicDoses(day=day, disease=disease.code, path=path, figures=figures, published_at=at)
        for disease in TargetDisease.objects.order_by("code")
        for path, figures in _public(disease).items()
    )


def _public(disease: TargetDisease) -> dict[str, PublicPlace]:
    vaccines = set(Vaccine.objects.filter(disease=disease).values_list("code", flat=True))
    exact = _exact(disease.code, vaccines)
    # What names no facility belongs to no province: it stands beside them.
    own = _without(exact.pop(COUNTRY, _tables()), exact.values())
    places = {COUNTRY: _rounded(own), **{path: _rounded(exact[path]) for path in sorted(exact)}}
    return {**places, COUNTRY: _country(places)}


def _rounded(tables: Tables) -> PublicPlace:
    """The public figures of a place: each number rounded down, and the finer tables left out of
    what they would let somebody find by subtracting."""
    shown = {table: _rows(tables[table]) for table in TABLES}
    for measure in DOSE_MEASURES:
        finer = [table for table in TABLES if _column(shown[table], measure)]
        for table in FINEST_FIRST:
            if rules.hides_small_numbers([_column(shown[each], measure) for each in finer]):
                break
            for numbers in shown[table].values():
                numbers.pop(measure, None)
            finer = [each for each in finer if each != table]
    totals_of = shown["parts"] or shown["days"]
    return PublicPlace(
        totals={measure: sum(_column(totals_of, measure)) for measure in DOSE_MEASURES},
        parts=shown["parts"],
        days=shown["days"],
        ages=shown["ages"],
        vaccines=shown["vaccines"],
        last_entered=max(map(int, tables["entered"]["doses"]), default=None),
        delay=_delay(tables["delay"]["doses"]),
    )


def _rows(measures: Mapping[str, Counter[str]]) -> dict[str, Numbers]:
    rows: dict[str, Numbers] = defaultdict(dict)
    for measure in DOSE_MEASURES:
        for row, number in sorted(measures[measure].items()):
            rows[row][measure] = rules.rounded_down(number)
    return dict(sorted(rows.items()))


def _column(rows: Mapping[str, Numbers], measure: str) -> list[int]:
    return [numbers[measure] for numbers in rows.values() if measure in numbers]


def _country(places: Mapping[str, PublicPlace]) -> PublicPlace:
    """Of public numbers only: what the country's own part and the provinces' come to."""
    tables = {
        table: _sum_of(place[table] for place in places.values())
        for table in ("days", "ages", "vaccines")
    }
    parts = {path: place["totals"] for path, place in places.items()}
    entered = [place["last_entered"] for place in places.values() if place["last_entered"]]
    return PublicPlace(
        totals={measure: sum(_column(parts, measure)) for measure in DOSE_MEASURES},
        parts=parts,
        days=tables["days"],
        ages=tables["ages"],
        vaccines=tables["vaccines"],
        last_entered=max(entered, default=None),
        delay=None,
    )


def _sum_of(tables: Iterable[Mapping[str, Numbers]]) -> dict[str, Numbers]:
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for table in tables:
        for row, numbers in table.items():
            rows[row].update(numbers)
    return {row: dict(numbers) for row, numbers in sorted(rows.items())}


def _delay(days: Mapping[str, int]) -> list[int] | None:
    """Told of twenty doses or more; in whole days, so that one dose does not move it."""
    if sum(days.values()) < rules.FEWEST_FOR_HOURS:
        return None
    counts = {int(day): number for day, number in days.items()}
    found = [rules.within_hours(counts, share=share) for share in (HALF, NINE_IN_TEN)]
    return [hours - 1 for hours in found if hours is not None]


def _exact(disease: str, vaccines: set[str]) -> dict[str, Tables]:
    """The true numbers of the country and of each province."""
    found: dict[str, Tables] = defaultdict(_tables)
    with connection.cursor() as cursor:
        cursor.execute(_OF_PLACES, {"whats": _WHATS})
        for path, what, label, bucket, number in cursor.fetchall():
            _take(found[path], disease, vaccines, what, label, str(bucket), number)
        provinces = [path for path in found if path != COUNTRY]
        cursor.execute(_OF_COMMUNES, {"above": provinces, "whats": list(DOSE_MEASURES)})
        for above, path, what, label, number in cursor.fetchall():
            if label == disease or label in vaccines:
                found[above]["parts"][what][path] += number
    return found


def _take(
    tables: Tables,
    disease: str,
    vaccines: set[str],
    what: str,
    label: str,
    bucket: str,
    number: int,
) -> None:
    of, _, sex = label.partition(" ")
    if what == "doses" and label in vaccines:
        tables["days"]["doses"][bucket] += number
        tables["vaccines"]["doses"][label] += number
    elif what in AGED_MEASURES and of == disease:
        tables["days"][what][bucket] += number
    elif what in _AGED and of == disease:
        tables["ages"][_AGED[what]][f"{sex} {bucket}"] += number
    elif what in ("entered", "delay"):
        tables[what]["doses"][bucket] += number


def _tables() -> Tables:
    return defaultdict(lambda: defaultdict(Counter))


def _without(all_of_it: Tables, parts: Iterable[Tables]) -> Tables:
    for part in parts:
        for table, measures in part.items():
            for measure, counts in measures.items():
                if table != "parts":
                    all_of_it[table][measure].subtract(counts)
    for measures in all_of_it.values():
        for measure in measures:
            measures[measure] = +measures[measure]
    return all_of_it
