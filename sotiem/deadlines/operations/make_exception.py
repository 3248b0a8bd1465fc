from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from sotiem.deadlines import permissions
from sotiem.deadlines.models import DeadlineException, EntryDeadline, Standing
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import NotAllowed, Refusal, require


class ExceptionIsNotLater(Refusal):
    """An exception gives more time: a day after the deadline, and not one that is past."""


class ExceptionNeedsAReason(Refusal):
    """Nobody gets more time without a reason."""


@transaction.atomic
def make_exception(
    *,
    deadline_id: int,
    facility: Facility,
    until: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> DeadlineException:
    """Give a facility until another day, for a reason. The last one given counts."""
    deadline = EntryDeadline.objects.select_for_update(of=("self",)).get(pk=deadline_id)
    require(permissions.can_except(by, deadline))
    if not EntryDeadline.objects.holding_for(facility.path).filter(pk=deadline_id).exists():
        raise NotAllowed
    if until <= deadline.enter_by or until < timezone.localdate(at):
        raise ExceptionIsNotLater
    if not reason.strip():
        raise ExceptionNeedsAReason
    exception = DeadlineException.objects.create(
        deadline=deadline,
        facility=facility,
        until=until,
        reason=reason.strip(),
        made_by=str(by),
        made_by_unit=by.label,
        made_at=at,
    )
    Standing.objects.filter(deadline=deadline, facility=facility).update(due_on=until)
    audit.record(
        "deadline_exception.made", exception, by=by, at=at, reason=reason.strip(), until=str(until)
    )
    return exception
