from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sotiem.facilities import permissions, rules
from sotiem.facilities.facts import Published
from sotiem.facilities.models import Facility, FacilityVersion
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import require


@transaction.atomic
def publish_facility(
    *,
    facility_id: int,
    facts: Published,
    contact_phone: str,
    source: str = "",
    by: Actor,
    at: datetime,
) -> Facility:
    """Say anew what everybody may read of a facility. What stood before is kept as a version."""
    facility = Facility.objects.select_for_update().get(pk=facility_id)
    require(permissions.can_license(by, facility.path))
    number = facility.versions.count()
    before = Published.of(vars(facility))
    if number == 0:
        number = 1
        _keep(facility, 1, before, source="", by="", at=facility.registered_at)
    for name, value in asdict(facts).items():
        setattr(facility, name, value)
    facility.words = rules.words_of(facts.name, facility.code)
    facility.contact_phone, facility.published_at = contact_phone, at
    facility.save()
    version = _keep(facility, number + 1, facts, source=source, by=str(by), at=at)
    digest = audit.digest_of(version.facts)
    audit.record("facility.published", version, by=by, at=at, digest=digest, code=facility.code)
    return facility


def _keep(
    facility: Facility, number: int, facts: Published, *, source: str, by: str, at: datetime
) -> FacilityVersion:
    return FacilityVersion.objects.create(
        facility=facility,
        number=number,
        facts=asdict(facts),
        source=source,
        published_by=by,
        published_at=at,
    )
