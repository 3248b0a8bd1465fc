"""How places stand with a deadline: a country's provinces, their communes, their facilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.expressions import RawSQL

from sotiem.deadlines.facts import Figures, Forecast
from sotiem.deadlines.models import EntryDeadline, Standing
from sotiem.deadlines.rules import forecast_of

FACILITY_DEPTH: Final = 4  # vn/province/commune/facility
_SUMS: Final = (
    "used",
    "recorded",
    "missing",
    "surplus",
    "empty_days",
    "entered_week",
    "entered_week_before",
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
    facility_id: int | None = None

    @property
    def is_facility(self) -> bool:
        return self.path.count("/") + 1 == FACILITY_DEPTH

    @property
    def code(self) -> str:
        return self.path.rpartition("/")[2]


def within(deadline: EntryDeadline, path: str) -> QuerySet[Standing]:
    """The standings of the facilities at a path."""
    return Standing.objects.filter(deadline=deadline).filter(
        Q(path=path) | Q(path__startswith=f"{path}/")
    )


def whole(deadline: EntryDeadline, path: str, *, today: date) -> Place:
    """All facilities at a path together."""
    sums = within(deadline, path).aggregate(**_aggregates())
    return _place({"place": path, **sums}, deadline, today)


def parts(deadline: EntryDeadline, path: str, *, today: date) -> list[Place]:
    """What lies one step below a path, what lacks most first."""
    depth = path.count("/") + 2
    if depth >= FACILITY_DEPTH:
        return facilities(within(deadline, path), today=today)
    cut = RawSQL("array_to_string((string_to_array(path, '/'))[1:%s], '/')", [depth])
    rows: Any = within(deadline, path).annotate(place=cut).values("place")
    rows = rows.annotate(**_aggregates()).order_by("-all_missing", "place")
    return [_place(row, deadline, today) for row in rows]


def facilities(standings: QuerySet[Standing], *, today: date) -> list[Place]:
    """Facilities, each by itself, what lacks most first."""
    return [_facility(each, today) for each in standings.order_by("-missing", "facility__code")]


def behind(
    deadline: EntryDeadline, path: str, *, after: tuple[int, str] | None, limit: int, today: date
) -> list[Place]:
    """Facilities that lack something, what lacks most first, after one that was seen."""
    found = within(deadline, path).filter(missing__gt=0)
    if after is not None:
        missing, code = after
        found = found.filter(Q(missing__lt=missing) | Q(missing=missing, facility__code__gt=code))
    found = found.order_by("-missing", "facility__code")[:limit]
    return [_facility(each, today) for each in found]


def _aggregates() -> dict[str, Sum | Count | Min | Max]:
    return {
        **{f"all_{name}": Sum(name, default=0) for name in _SUMS},
        "all_oldest_gap_on": Min("oldest_gap_on"),
        "all_last_entry_on": Max("last_entry_on"),
        "facilities": Count("pk"),
        "behind": Count("pk", filter=Q(missing__gt=0)),
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
    )


def _facility(standing: Standing, today: date) -> Place:
    figures = Figures(**{name: getattr(standing, name) for name in Figures.__slots__})
    return Place(
        path=standing.path,
        figures=figures,
        forecast=forecast_of(figures, due_on=standing.due_on, today=today),
        due_on=standing.due_on,
        behind=int(figures.missing > 0),
        facility_id=standing.facility_id,
    )


def ids_of(places: Sequence[Place]) -> list[int]:
    return [place.facility_id for place in places if place.facility_id is not None]
