from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities import permissions, rules
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import require
from sotiem.places.models import AdministrativeUnit

COMMUNES_IN_HAND: Final = 4_096


@transaction.atomic
def register_facility(
    *,
    code: str,
    name: str,
    address: str,
    commune: AdministrativeUnit,
    by: Actor,
    at: datetime,
) -> Facility:
    """Enter a facility in the register, in the jurisdiction of its commune."""
    facility = Facility.objects.create(
        code=code,
        name=name,
        address=address,
        commune=commune,
        path=jurisdiction_of(commune).within(code).path,
        registered_at=at,
        words=rules.words_of(name, code),
    )
    audit.record("facility.registered", facility, by=by, at=at)
    return facility


@transaction.atomic
def register_depot(
    *,
    name: str,
    address: str,
    commune: AdministrativeUnit,
    of: Jurisdiction,
    by: Actor,
    at: datetime,
) -> Facility:
    """Enter a depot of the country or of a province; the same name there is the same depot."""
    require(permissions.can_open_depot(by, of))
    hold(Lock.OPENING_DEPOTS)
    depots = Facility.stores.within(of).filter(is_depot=True)
    known = next((one for one in depots if one.name == name and one.above == of), None)
    if known is not None:
        return known
    code = rules.depot_code(of.path, depots.values_list("code", flat=True))
    depot = Facility.stores.create(
        code=code,
        name=name,
        address=address,
        commune=commune,
        path=of.within(code).path,
        registered_at=at,
        is_depot=True,
    )
    audit.record("depot.registered", depot, by=by, at=at)
    return depot


@lru_cache(maxsize=COMMUNES_IN_HAND)
def path_of_commune(commune_id: int) -> str:
    """The path of a commune's jurisdiction; read once by this process, as lists of places are."""
    communes = AdministrativeUnit.objects.select_related("parent__parent")
    return jurisdiction_of(communes.get(pk=commune_id)).path


def jurisdiction_of(unit: AdministrativeUnit) -> Jurisdiction:
    """The jurisdiction of a unit: its ancestors' codes, each with its version."""
    above = Jurisdiction.country() if unit.parent is None else jurisdiction_of(unit.parent)
    return above.within(f"{unit.version}:{unit.code}")
