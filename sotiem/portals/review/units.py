"""The units that an officer may mean by a code or a name."""

from collections.abc import Iterator
from typing import Final

from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.places.facts import Level, Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import find_by_name

SHOWN: Final = 8


def units_named(text: str) -> list[tuple[str, str, str]]:
    """Code, name and path of each facility, commune or province that is called so today."""
    text = " ".join(text.split())
    by_code = list(_by_code(text))
    return by_code or list(_by_name(text))[:SHOWN]


def _by_code(text: str) -> Iterator[tuple[str, str, str]]:
    for facility in Facility.objects.filter(code=text):
        yield facility.code, facility.name, facility.path
    units = AdministrativeUnit.objects.filter(version=Version.NEW, code=text, valid_to=None)
    yield from map(_shown, units.select_related("parent__parent").order_by("pk"))


def _by_name(text: str) -> Iterator[tuple[str, str, str]]:
    for facility in Facility.objects.filter(name__iexact=text).order_by("code")[:SHOWN]:
        yield facility.code, facility.name, facility.path
    for level in (Level.PROVINCE, Level.COMMUNE):
        yield from map(_shown, find_by_name(text, version=Version.NEW, level=level))


def _shown(unit: AdministrativeUnit) -> tuple[str, str, str]:
    return unit.code, unit.full_name, jurisdiction_of(unit).path
