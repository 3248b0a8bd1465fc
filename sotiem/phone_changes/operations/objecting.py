from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.phone_changes.facts import ChangeState
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.operations._tell import tell_new
from sotiem.phone_changes.queries import may_object
from sotiem.phone_changes.rules import DECIDED_WITHIN

OLD_PHONE: Final = machine("old_phone", "Người giữ số điện thoại cũ")


class ObjectionIsLate(Refusal):
    """The time to object has passed, or an officer has decided already."""


@transaction.atomic
def object_to_change(*, code: str, words: str, at: datetime) -> PhoneChange:
    """Whoever got the message to the old number says no: the new one opens nothing any more.

    Saying it twice changes nothing.
    """
    change = PhoneChange.objects.select_for_update().get(code=code)
    if change.state == ChangeState.OBJECTED:
        return change
    if not may_object(change, at):
        raise ObjectionIsLate
    change.state, change.objected_at, change.objection = ChangeState.OBJECTED, at, words
    change.decide_by = at + DECIDED_WITHIN
    change.save(update_fields=["state", "objected_at", "objection", "decide_by"])
    audit.record("phone_change.objected", change, by=OLD_PHONE, at=at, patient_id=change.patient_id)
    tell_new(change, "phone_frozen", at=at)
    return change
