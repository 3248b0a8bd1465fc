"""Reading facilities: which are at work, and those that somebody looks for."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q

from sotiem.facilities import rules
from sotiem.facilities.models import Facility, FacilityVersion, Stop
from sotiem.foundation.proof import disagreements
from sotiem.places.facts import Level, UnitCode, Version
from sotiem.places.models import AdministrativeUnit, UnitSuccession
from sotiem.places.queries import find_by_name, find_unit

PER_PAGE: Final = 25
NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody looks: the units that the words may mean, and the condition."""

    units: tuple[AdministrativeUnit, ...]
    condition: Q


def stop_on(facility: Facility, day: date) -> Stop | None:
    """Why a facility vaccinates nobody on a day; a closing before a suspension."""
    return stops_on([facility.pk], day).get(facility.pk)


def stops_on(facility_ids: Collection[int], day: date) -> Mapping[int, Stop]:
    """The same of many facilities, by their keys."""
    rows = Stop.objects.filter(_holds(day), facility_id__in=facility_ids)
    return {row.facility_id: row for row in rows.order_by("is_final", "-from_on", "-pk")}


def stops_of(facility: Facility) -> list[Stop]:
    """All that ever stopped a facility, the latest first."""
    return list(facility.stops.order_by("-from_on", "-pk"))


def stopped_then(facility: str, day: str) -> Exists:
    """The condition that the facility in one column vaccinates nobody on the day in another."""
    return Exists(Stop.objects.filter(_holds(OuterRef(day)), facility=OuterRef(facility)))


def search(
    *, name: str, place: Place | None, day: date, after: str = "", limit: int | None = None
) -> Iterator[Facility]:
    """Facilities by words of their name, in any order and without marks, and by place.

    In the order of their codes; `after` is the last one seen. Closed ones are left out.
    """
    closed = Stop.objects.filter(_holds(day), facility=OuterRef("pk"), is_final=True)
    found = Facility.objects.filter(~Exists(closed)).select_related("commune__parent")
    if words := rules.words_asked(name):
        found = found.filter(words__contains=words)
    if place is not None:
        found = found.filter(place.condition)
    if after := rules.plain_code(after):
        found = found.filter(code__gt=after)
    ordered = found.order_by("code")
    return (ordered if limit is None else ordered[:limit]).iterator(chunk_size=1_000)


def find_place(text: str) -> Place | None:
    """The place that somebody writes: a province, or "commune, province", of either list.

    Names of units that are no more lead to those that followed them. Nothing where no unit is
    called so.
    """
    shown = "".join(filter(str.isprintable, text))
    parts = [part for part in (each.strip() for each in shown.split(",")) if part]
    if not parts:
        return None
    units = _one_name(parts[0]) if len(parts) == 1 else _commune_in(parts[0], parts[-1])
    return Place(tuple(units[:NAMED]), _within(units)) if units else None


def place_of_code(code: str) -> Place | None:
    """A province or commune of today's list by its code."""
    if not (code.isascii() and code.isdecimal() and len(code) in (2, 5)):
        return None
    unit = find_unit(UnitCode(Version.NEW, code))
    return None if unit is None else Place((unit,), _within([unit]))


def _one_name(text: str) -> list[AdministrativeUnit]:
    for version in (Version.NEW, Version.OLD):
        if found := find_by_name(text, version=version, level=Level.PROVINCE):
            return found
    return [
        *find_by_name(text, version=Version.NEW, level=Level.COMMUNE),
        *find_by_name(text, version=Version.OLD, level=Level.COMMUNE),
        *find_by_name(text, version=Version.OLD, level=Level.DISTRICT),
    ]


def _commune_in(text: str, province: str) -> list[AdministrativeUnit]:
    found: list[AdministrativeUnit] = []
    for version in (Version.NEW, Version.OLD):
        levels = [Level.COMMUNE] if version is Version.NEW else [Level.COMMUNE, Level.DISTRICT]
        for whole in find_by_name(province, version=version, level=Level.PROVINCE):
            for level in levels:
                found += find_by_name(text, version=version, level=level, within=whole)
    return found


def _within(units: list[AdministrativeUnit]) -> Q:
    inside = Q(pk__in=[])
    communes = {unit.pk for unit in units if unit.level == Level.COMMUNE}
    old: set[int] = set()
    for unit in units:
        if unit.version == Version.OLD:
            old.add(unit.pk)
        elif unit.level == Level.PROVINCE:
            inside |= Q(path__startswith=f"vn/{unit.unit_code}/")
    followed = UnitSuccession.objects.filter(
        Q(old__in=old) | Q(old__parent__in=old) | Q(old__parent__parent__in=old)
    )
    communes |= set(followed.values_list("new_id", flat=True)) if old else set()
    return inside | Q(commune_id__in=communes)


def _holds(day: date | OuterRef) -> Q:
    return (
        Q(from_on__lte=day)
        & (Q(until_on__isnull=True) | Q(until_on__gte=day))
        & (Q(ended_on__isnull=True) | Q(ended_on__gt=day))
    )


def disagreements_on_record() -> Iterator[str]:
    """Name each version for which the trail does not vouch. What a facility was before it was
    published first was published by nobody."""
    published = FacilityVersion.objects.exclude(published_by="")
    yield from disagreements(published, kind="facilityversion", facts_of=lambda one: one.facts)
