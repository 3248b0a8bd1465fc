"""How places stand with a deadline: a country's provinces, their communes, their facilities."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypeAlias

from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.expressions import RawSQL

from sotiem.deadlines.facts import DAYS_BACK, Figures, Forecast, Progress
from sotiem.deadlines.models import EntryDeadline, Standing, StandingQuerySet
from sotiem.deadlines.rules import forecast_of

FACILITY_DEPTH: Final = 4  # vn/province/commune/facility
_LACKING: Final = Q(missing__gt=0)
_SILENT: Final = Q(untold__gt=0) | Q(silent_days__gt=0)
_SUMS: Final = (
    "used",
    "recorded",
    "missing",
    "surplus",
    "untold",
    "empty_days",
    "silent_days",
    "sessions",
    "entered_week",
    "entered_week_before",
)
_DAYS: Final = ("missing_by_day", "entered_by_day")

# Where a page goes on: what the last facility owes, its silent days, its code.
Key: TypeAlias = tuple[int, int, str]


class Level(StrEnum):
    """What a board lists: the places of one level below."""

    PROVINCES = "tinh"
    COMMUNES = "xa"
    FACILITIES = "co-so"


DEPTHS: Final = {Level.PROVINCES: 2, Level.COMMUNES: 3, Level.FACILITIES: FACILITY_DEPTH}


class Order(StrEnum):
    """What makes a place worse than another."""

    MISSING = "thieu"
    SHARE = "ty-le"
    FORECAST = "du-bao"


WORST_FIRST: Final = (
    Progress.OVERDUE,
    Progress.AT_REST,
    Progress.SILENT,
    Progress.WILL_BE_LATE,
    Progress.ON_TRACK,
    Progress.DONE,
    Progress.IDLE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place on the board: an area with all its facilities, or a facility."""

    path: str
    figures: Figures
    forecast: Forecast
    due_on: date
    facilities: int = 1
    behind: int = 0
    silent: int = 0  # of these, how many told nothing of doses or sessions they had
    idle: int = 0
    facility_id: int | None = None

    @property
    def is_facility(self) -> bool:
        return depth_of(self.path) == FACILITY_DEPTH

    @property
    def code(self) -> str:
        return self.path.rpartition("/")[2]


def within(deadline: EntryDeadline, path: str) -> StandingQuerySet:
    """The standings of the facilities at a path."""
    return Standing.objects.filter(deadline=deadline).filter(
        Q(path=path) | Q(path__startswith=f"{path}/")
    )


def depth_of(path: str) -> int:
    return path.count("/") + 1


def levels_below(path: str) -> list[Level]:
    """The levels that can be listed below a place, the next one first."""
    return [level for level, depth in DEPTHS.items() if depth > depth_of(path)]


def whole(deadline: EntryDeadline, path: str, *, today: date) -> Place:
    """All facilities at a path together; a facility itself, with the day that holds for it."""
    if depth_of(path) == FACILITY_DEPTH:
        alone = facilities(within(deadline, path), today=today)
        if alone:
            return alone[0]
    sums = within(deadline, path).aggregate(**_aggregates(), **_day_sums())
    return _place({"place": path, **sums}, deadline, today)


def parts(
    deadline: EntryDeadline,
    path: str,
    *,
    level: Level | None = None,
    order: Order = Order.MISSING,
    today: date,
) -> list[Place]:
    """The places of a level below a path, the next one where none is named; the worst first."""
    depth = DEPTHS[level] if level else depth_of(path) + 1
    if depth >= FACILITY_DEPTH:
        found = facilities(within(deadline, path), today=today)
    else:
        cut = RawSQL("array_to_string((string_to_array(path, '/'))[1:%s], '/')", [depth])
        rows: Any = within(deadline, path).annotate(place=cut).values("place")
        rows = rows.annotate(
            **_aggregates(), entered_today=_sum_of("entered_by_day", DAYS_BACK - 1)
        )
        found = [_place(row, deadline, today) for row in rows.order_by("place")]
    return sorted(found, key=_WORSE[order])


def _by_missing(place: Place) -> tuple[Any, ...]:
    return (-place.figures.owed, -place.figures.silent_days, place.path)


def _by_share(place: Place) -> tuple[Any, ...]:
    """Where nothing was used there is no share: these come last, the silent ones before others."""
    share = place.figures.share
    return (share is None, 1 if share is None else share, *_by_missing(place))


def _by_forecast(place: Place) -> tuple[Any, ...]:
    forecast = place.forecast
    return (WORST_FIRST.index(forecast.progress), -forecast.days_late, *_by_missing(place))


_WORSE: Final[Mapping[Order, Callable[[Place], tuple[Any, ...]]]] = {
    Order.MISSING: _by_missing,
    Order.SHARE: _by_share,
    Order.FORECAST: _by_forecast,
}


def facilities(standings: StandingQuerySet, *, today: date) -> list[Place]:
    """Facilities, each by itself, what lacks most first."""
    return [_facility(each, today) for each in standings.furthest_behind_first()]


def behind(
    deadline: EntryDeadline, path: str, *, after: Key | None, limit: int, today: date
) -> list[Place]:
    """Facilities that lack something, what lacks most first, after one that was seen."""
    found = within(deadline, path).behind().furthest_behind_first()
    if after is not None:
        owed, days, code = after
        found = found.filter(
            Q(owed__lt=owed)
            | Q(owed=owed, silent_days__lt=days)
            | Q(owed=owed, silent_days=days, facility__code__gt=code)
        )
    return [_facility(each, today) for each in found[:limit]]


def _aggregates() -> dict[str, Sum | Count | Min | Max]:
    return {
        **{f"all_{name}": Sum(name, default=0) for name in _SUMS},
        "all_oldest_gap_on": Min("oldest_gap_on"),
        "all_last_entry_on": Max("last_entry_on"),
        "facilities": Count("pk"),
        "behind": Count("pk", filter=_LACKING | _SILENT),
        "silent": Count("pk", filter=_SILENT & ~_LACKING),
        "idle": Count("pk", filter=Q(used=0, recorded=0) & ~_LACKING & ~_SILENT),
    }


def _sum_of(days: str, place: int) -> Sum:
    return Sum(F(f"{days}__{place}"), default=0)


def _day_sums() -> dict[str, Sum]:
    return {f"{days}_{each}": _sum_of(days, each) for days in _DAYS for each in range(DAYS_BACK)}


def _place(row: dict[str, Any], deadline: EntryDeadline, today: date) -> Place:
    """Of a part only today's entries are told, of the whole every day of the trend."""
    told = {name: row[f"all_{name}"] for name in Figures.__slots__ if name not in _DAYS}
    if "entered_today" in row:
        told["entered_by_day"] = (row["entered_today"],)
    else:
        told |= {days: [row[f"{days}_{each}"] for each in range(DAYS_BACK)] for days in _DAYS}
    figures = Figures(**told)
    return Place(
        path=str(row["place"]),
        figures=figures,
        forecast=forecast_of(figures, due_on=deadline.enter_by, today=today),
        due_on=deadline.enter_by,
        facilities=int(str(row["facilities"])),
        behind=int(str(row["behind"])),
        silent=int(str(row["silent"])),
        idle=int(str(row["idle"])),
    )


def _facility(standing: Standing, today: date) -> Place:
    figures = Figures(**{name: getattr(standing, name) for name in Figures.__slots__})
    return Place(
        path=standing.path,
        figures=figures,
        forecast=forecast_of(figures, due_on=standing.due_on, today=today),
        due_on=standing.due_on,
        behind=int(figures.is_behind),
        silent=int(figures.is_behind and not figures.missing),
        idle=int(figures.is_idle),
        facility_id=standing.facility_id,
    )


def ids_of(places: Sequence[Place]) -> list[int]:
    return [place.facility_id for place in places if place.facility_id is not None]
