"""Jurisdictions as people know them: by the name of the place."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import jurisdiction_of
from sotiem.places.facts import MalformedUnitCode, UnitCode, Version
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import find_unit

COUNTRY, PROVINCE, COMMUNE, FACILITY = "country", "province", "commune", "facility"
_DIGITS: Final = {PROVINCE: 2, COMMUNE: 5}


def names_of(paths: Iterable[str]) -> dict[str, str]:
    """Name the place of each jurisdiction, in at most two questions to the database."""
    wanted = set(paths)
    last = {path: path.rpartition("/")[2] for path in wanted if "/" in path}
    codes = {code for code in last.values() if ":" in code}
    units = AdministrativeUnit.objects.filter(code__in={code.partition(":")[2] for code in codes})
    named = {str(unit.unit_code): unit.full_name for unit in units} if codes else {}
    others = set(last.values()) - codes
    facilities = Facility.stores.filter(code__in=others).values_list("code", "name")
    named |= dict(facilities) if others else {}
    return {
        path: _("Cả nước") if path == "vn" else named.get(last.get(path, ""), path)
        for path in wanted
    }


def find_jurisdiction(level: str, code: str) -> Jurisdiction | None:
    """The jurisdiction that a level and a code mean, in today's list of places."""
    if level == COUNTRY:
        return Jurisdiction.country()
    if level == FACILITY:
        facility = Facility.stores.filter(code=code).first()
        return facility.jurisdiction if facility else None
    if len(code) != _DIGITS.get(level):
        return None
    try:
        unit = find_unit(UnitCode(Version.NEW, code))
    except MalformedUnitCode:
        return None
    return jurisdiction_of(unit) if unit else None


def is_depot(code: str) -> bool:
    """Whether a code is one of a depot."""
    return Facility.stores.filter(code=code, is_depot=True).exists()
