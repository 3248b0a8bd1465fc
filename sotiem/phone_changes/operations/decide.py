from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.operations import lock_patients
from sotiem.phone_changes import permissions
from sotiem.phone_changes.facts import ChangeState
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.operations._tell import tell_decided
from sotiem.phone_changes.operations._write import put_in_force, take_back


class ChangeIsDecided(Refusal):
    """Nothing waits for an officer here any more."""


@transaction.atomic
def decide_change(
    *, change_id: int, for_new: bool, reason: str, by: Staff, at: datetime
) -> PhoneChange:
    """Say which number opens the record from now on, and why. Never who made the change."""
    lock_patients([PhoneChange.objects.values_list("patient_id", flat=True).get(pk=change_id)])
    change = PhoneChange.objects.select_for_update().get(pk=change_id)
    require(permissions.can_decide(by, change))
    if not change.is_open:
        raise ChangeIsDecided
    was_in_force = change.in_force_at is not None
    if for_new and not was_in_force:
        put_in_force(change, by=by, at=at)
    if not for_new and was_in_force:
        take_back(change, by=by, at=at)
    change.state = _next(change, for_new=for_new, was_in_force=was_in_force)
    change.decided_by_id, change.decided_at, change.decision = by.user_id, at, reason
    change.save()
    audit.record(
        f"phone_change.{_NAMES[change.state]}",
        change,
        by=by,
        at=at,
        patient_id=change.patient_id,
        reason=reason,
    )
    tell_decided(change, for_new=for_new, at=at)
    return change


_NAMES = {
    ChangeState.IN_FORCE: "agreed",
    ChangeState.KEPT: "kept",
    ChangeState.RETURNED: "returned",
    ChangeState.REFUSED: "refused",
}


def _next(change: PhoneChange, *, for_new: bool, was_in_force: bool) -> ChangeState:
    if not for_new:
        return ChangeState.RETURNED if was_in_force else ChangeState.REFUSED
    return ChangeState.KEPT if change.objected_at else ChangeState.IN_FORCE
