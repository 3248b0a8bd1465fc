"""How places stand with a deadline: a country's provinces, their communes, their facilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from django.db.models import Count, F, Max, Min, Q, Sum
from django.db.models.expressions import RawSQL

from sotiem.deadlines.facts import Figures, Forecast
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
    "entered_week",
    "entered_week_before",
)


# Where a page goes on: what the last facility owes, its silent days, its code.
Key: TypeAlias = tuple[int, int, str]


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
        return self.path.count("/") + 1 == FACILITY_DEPTH

    @property
    def code(self) -> str:
        return self.path.rpartition("/")[2]


def within(deadline: EntryDeadline, path: str) -> StandingQuerySet:
    """The standings of the facilities at a path."""
    return Standing.objects.filter(deadline=deadline).filter(
        Q(path=path) | Q(path__startswith=f"{path}/")
    )


def whole(deadline: EntryDeadline, path: str, *, today: date) -> Place:
    """All facilities at a path together; a facility itself, with the day that holds for it."""
    if path.count("/") + 1 == FACILITY_DEPTH:
        alone = facilities(within(deadline, path), today=today)
        if alone:
            return alone[0]
    sums = within(deadline, path).aggregate(**_aggregates())
    return _place({"place": path, **sums}, deadline, today)


def parts(deadline: EntryDeadline, path: str, *, today: date) -> list[Place]:
    """What lies one step below a path, what lacks most first."""
    depth = path.count("/") + 2
    if depth >= FACILITY_DEPTH:
        return facilities(within(deadline, path), today=today)
    cut = RawSQL("array_to_string((string_to_array(path, '/'))[1:%s], '/')", [depth])
    rows: Any = within(deadline, path).annotate(place=cut).values("place")
    rows = rows.annotate(**_aggregates())
    rows = rows.order_by(-(F("all_missing") + F("all_untold")), "-all_silent_days", "place")
    return [_place(row, deadline, today) for row in rows]


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


def _place(row: dict[str, object], deadline: EntryDeadline, today: date) -> Place:
    figures = Figures(**{name: row[f"all_{name}"] for name in Figures.__slots__})  # type: ignore[arg-type]
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
