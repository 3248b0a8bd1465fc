"""Reading places: by code, by name, downwards, and from the old list to the new one."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from sotiem.places import rules
from sotiem.places.facts import Level, UnitCode, Version
from sotiem.places.models import AdministrativeUnit, UnitSuccession

PROVINCES_IN_HAND: Final = 100  # two digits


class UnknownUnit(LookupError):
    """No unit has this code in this version."""


def find_unit(code: UnitCode) -> AdministrativeUnit | None:
    """Find a unit by its code, with its district and province at hand."""
    return (
        AdministrativeUnit.objects.select_related("parent__parent")
        .filter(version=code.version, code=code.code, level=code.level)
        .first()
    )


def unit(code: UnitCode) -> AdministrativeUnit:
    """Get a unit by its code, or say that the list has none."""
    found = find_unit(code)
    if found is None:
        raise UnknownUnit(str(code))
    return found


def province_of(place: AdministrativeUnit) -> AdministrativeUnit:
    """Go up from a commune or district to its province."""
    while place.parent is not None:
        place = place.parent
    return place


def provinces(version: Version) -> list[AdministrativeUnit]:
    """List the provinces of a version in Vietnamese order."""
    return list(
        AdministrativeUnit.objects.filter(version=version, level=Level.PROVINCE).order_by(
            "sort_key"
        )
    )


def districts_of(province: AdministrativeUnit) -> list[AdministrativeUnit]:
    """List the districts of a province; the new list has none."""
    return list(province.children.filter(level=Level.DISTRICT).order_by("sort_key"))


def communes_of(place: AdministrativeUnit) -> list[AdministrativeUnit]:
    """List the communes of a province or of a district."""
    communes = AdministrativeUnit.objects.filter(level=Level.COMMUNE)
    within = communes.filter(parent=place) | communes.filter(parent__parent=place)
    return list(within.select_related("parent__parent").order_by("sort_key", "code"))


def province_of_today(typed: str) -> AdministrativeUnit | None:
    """One of today's provinces, by its code as somebody typed it: two digits, or none has it."""
    is_code = len(typed) == 2 and typed.isascii() and typed.isdecimal()
    return _province_in_hand(typed) if is_code else None


@lru_cache(maxsize=PROVINCES_IN_HAND)
def _province_in_hand(code: str) -> AdministrativeUnit | None:
    """Read once by this process, as lists of places are."""
    return find_unit(UnitCode(Version.NEW, code))


@lru_cache(maxsize=PROVINCES_IN_HAND)
def names_of_communes(province_id: int) -> tuple[tuple[str, str], ...]:
    """Keys and full names of the communes of one of today's provinces, to choose from.

    Read once by this process.
    """
    communes = AdministrativeUnit.objects.filter(level=Level.COMMUNE, parent_id=province_id)
    rows = communes.order_by("sort_key", "code").values_list("pk", "kind", "name")
    return tuple((str(key), rules.full_name(kind, name)) for key, kind, name in rows)


def successors(place: AdministrativeUnit) -> list[AdministrativeUnit]:
    """List what took the place of a unit; several when it was split, none while in force."""
    return list(
        AdministrativeUnit.objects.select_related("parent__parent")
        .filter(predecessions__old=place)
        .order_by("sort_key", "code")
    )


def predecessors(place: AdministrativeUnit) -> list[AdministrativeUnit]:
    """List the units that went into this one, whole or in part."""
    return list(
        AdministrativeUnit.objects.select_related("parent__parent")
        .filter(successions__new=place)
        .order_by("sort_key", "code")
    )


def resolve_old_commune(code: UnitCode) -> list[AdministrativeUnit]:
    """Say which new units an old commune may be today.

    One is certain. Several mean that it was split: a person, or the street, must decide.
    None means that the old list does not know the code. A new code stands for itself.
    """
    place = find_unit(code)
    if place is None:
        return []
    return [place] if code.version is Version.NEW else successors(place)


def find_by_name(
    text: str, *, version: Version, level: Level, within: AdministrativeUnit | None = None
) -> list[AdministrativeUnit]:
    """Find the units that a written name may mean: "TP.HCM", "ha noi", "Q.1", "Xã Hoà Bình".

    Missing marks are forgiven; marks and kinds that were written decide between namesakes.
    Several answers mean that the name alone does not say which.
    """
    units = AdministrativeUnit.objects.select_related("parent__parent").filter(
        version=version, level=level
    )
    if within is not None:
        units = units.filter(parent=within) | units.filter(parent__parent=within)
    for written in rules.take_apart(text, level):
        key = rules.name_key(written.name)
        found = units.filter(name_key=key) or units.filter(other_name_keys__contains=[key])
        if found:
            return _in_order(rules.closest(found, written))
    return []


def find_commune(
    *, version: Version, province: str, commune: str, district: str = ""
) -> list[AdministrativeUnit]:
    """Find the communes that an address written as two or three names may mean."""
    places = find_by_name(province, version=version, level=Level.PROVINCE)
    if district and version is Version.OLD:
        places = _each_within(places, district, Level.DISTRICT)
    return _each_within(places, commune, Level.COMMUNE)


def _each_within(
    places: Sequence[AdministrativeUnit], text: str, level: Level
) -> list[AdministrativeUnit]:
    return [
        found
        for place in places
        for found in find_by_name(text, version=Version(place.version), level=level, within=place)
    ]


def _in_order(units: Sequence[AdministrativeUnit]) -> list[AdministrativeUnit]:
    return sorted(units, key=lambda found: (found.sort_key, found.code))


@cache
def populations() -> Mapping[str, int]:
    """How many people live in each province of today's list, by its code (`2025:79`)."""
    return {row["unit"]: int(row["people"]) for row in _rows("populations.csv")}


@cache
def adults() -> Mapping[str, int]:
    """About how many of them are 18 or older, to the hundred: one share for the whole country."""
    (share,) = (int(row["per_thousand"]) for row in _rows("adults.csv"))
    return {unit: people * share // 100_000 * 100 for unit, people in populations().items()}


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("sotiem.places").joinpath("data", name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


@cache
def old_provinces_of_communes() -> Mapping[str, str | None]:
    """In which province of the old list each commune of today's lies, by their codes.

    None where it was put together from communes of several old provinces.
    """
    found: dict[str, set[str]] = defaultdict(set)
    units = UnitSuccession.objects.filter(new__level=Level.COMMUNE).values_list(
        "new__code", "old__level", "old__parent__code", "old__parent__parent__code"
    )
    for new, level, parent, grandparent in units:
        found[new].add(grandparent if level == Level.COMMUNE else parent)
    return {new: olds.pop() if len(olds) == 1 else None for new, olds in found.items()}
