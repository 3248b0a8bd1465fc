"""Live figures of doses as the board lays them out: places, both eras, completeness."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction
from sotiem.deadlines.queries import DayGap, days_compared
from sotiem.indicators.dose_queries import LiveDoses, added_up
from sotiem.places.facts import Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import old_provinces_of_communes

COUNTRY: Final = Jurisdiction.country().path
FACILITY_DEPTH: Final = 4
PROVINCE_DEPTH: Final = 2
DAYS_COMPARED: Final = 7  # with today
DAYS_OF_FACILITY: Final = 14


@dataclass(frozen=True, slots=True)
class Completeness:
    """Doses that the stock says were used, against doses entered for the same days."""

    used: int = 0
    missing: int = 0

    @property
    def share(self) -> float | None:
        return (self.used - self.missing) / self.used if self.used else None


@dataclass(frozen=True, slots=True)
class Group:
    """Communes of a province that lay in one province of the old list; `code` is empty for those
    put together from several."""

    code: str
    name: str
    parts: tuple[LiveDoses, ...]

    @property
    def whole(self) -> LiveDoses:
        return added_up("", self.parts)


def depth_of(path: str) -> int:
    return path.count("/") + 1


def is_facility(path: str) -> bool:
    return depth_of(path) == FACILITY_DEPTH


def days_of(path: str, *, at: datetime) -> dict[str, list[DayGap]]:
    """Used against entered at the facilities of a place: of the last seven days, of a facility
    itself the last fourteen."""
    today = timezone.localdate(at)
    days = DAYS_OF_FACILITY if is_facility(path) else DAYS_COMPARED
    return days_compared(path, today - timedelta(days=days - 1), today)


def completeness_of(days: Iterable[DayGap], *, since: date) -> Completeness:
    """What one day has too many hides nothing that another lacks."""
    shown = [each for each in days if each.day >= since]
    return Completeness(
        used=sum(each.used for each in shown), missing=sum(max(0, each.missing) for each in shown)
    )


def completeness_by_part(
    path: str, days: Mapping[str, Sequence[DayGap]], *, since: date
) -> dict[str, Completeness]:
    """The same for each place right below a place."""
    depth = depth_of(path) + 1
    found: dict[str, list[DayGap]] = defaultdict(list)
    for facility, gaps in days.items():
        found["/".join(facility.split("/")[:depth])] += gaps
    return {part: completeness_of(gaps, since=since) for part, gaps in found.items()}


def by_old_province(parts: Sequence[LiveDoses]) -> list[Group]:
    """The communes of a province by the old province in which they lay, most doses first."""
    of = old_provinces_of_communes()
    grouped: dict[str, list[LiveDoses]] = defaultdict(list)
    for part in parts:
        grouped[of.get(part.path.rpartition(":")[2]) or ""].append(part)
    units = AdministrativeUnit.objects.filter(version=Version.OLD, code__in=list(grouped))
    names = {unit.code: unit.full_name for unit in units}
    groups = [Group(code, names.get(code, ""), tuple(each)) for code, each in grouped.items()]
    return sorted(groups, key=lambda group: (not group.code, -group.whole.of("doses").all))
