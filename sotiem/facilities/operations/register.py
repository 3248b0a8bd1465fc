from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities import rules
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
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


@lru_cache(maxsize=COMMUNES_IN_HAND)
def path_of_commune(commune_id: int) -> str:
    """The path of a commune's jurisdiction; read once by this process, as lists of places are."""
    communes = AdministrativeUnit.objects.select_related("parent__parent")
    return jurisdiction_of(communes.get(pk=commune_id)).path


def jurisdiction_of(unit: AdministrativeUnit) -> Jurisdiction:
    """The jurisdiction of a unit: its ancestors' codes, each with its version."""
    above = Jurisdiction.country() if unit.parent is None else jurisdiction_of(unit.parent)
    return above.within(f"{unit.version}:{unit.code}")
