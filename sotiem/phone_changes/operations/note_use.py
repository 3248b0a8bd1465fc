from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.phone_changes.models import LastUse
from sotiem.phone_changes.queries import frozen, on_probation


class PhoneIsFrozen(Refusal):
    """Who held the old number objected; an officer decides first."""


@transaction.atomic
def note_use(*, by: Citizen, at: datetime) -> None:
    """Remember that this number opened the record; while it is new, the person can read of it."""
    if by.patient_id is None:
        return
    if frozen(by.patient_id, by.phone) is not None:
        raise PhoneIsFrozen
    LastUse.objects.update_or_create(
        patient_id=by.patient_id, defaults={"phone": by.phone, "used_at": at}
    )
    change = on_probation(by.patient_id, by.phone, at)
    if change is not None:
        audit.record("phone_change.used", change, by=by, at=at, patient_id=by.patient_id)
