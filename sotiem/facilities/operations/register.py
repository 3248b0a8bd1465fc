from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction
from sotiem.facilities import rules
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.places.models import AdministrativeUnit


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


def jurisdiction_of(unit: AdministrativeUnit) -> Jurisdiction:
    """The jurisdiction of a unit: its ancestors' codes, each with its version."""
    above = Jurisdiction.country() if unit.parent is None else jurisdiction_of(unit.parent)
    return above.within(f"{unit.version}:{unit.code}")
