"""The list of a province: what its health department approves, and whom it gives to a facility."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.facilities.operations import require_at_work
from sotiem.foundation import events
from sotiem.foundation.bulk import array_of
from sotiem.foundation.refusals import Refusal, require
from sotiem.registrations import permissions
from sotiem.registrations.events import RegistrationsChanged
from sotiem.registrations.models import Registration, RegistrationQuerySet
from sotiem.registrations.operations.tell import note_and_tell
from sotiem.registrations.states import RegistrationState


class FacilityIsElsewhere(Refusal):
    """The facility does not lie in the province whose list this is."""


@transaction.atomic
def approve_group(*, list_path: str, group: int, by: Staff, at: datetime) -> int:
    """Approve all who wait in a group; return how many. Who comes later waits for the next time."""
    require(permissions.can_run_list(by, list_path))
    waiting = _of_group(list_path, group).filter(state=RegistrationState.RECEIVED)
    held = list(waiting.in_order().select_for_update(of=("self",)))
    _move(held, RegistrationState.APPROVED, by=by, at=at)
    return len(held)


@transaction.atomic
def approve_organization(*, list_path: str, organization: str, by: Staff, at: datetime) -> int:
    """Approve the whole list of an organization, by its code; return how many."""
    require(permissions.can_run_list(by, list_path))
    waiting = Registration.objects.waiting().filter(
        list_path=list_path, organization__code=organization, state=RegistrationState.RECEIVED
    )
    held = list(waiting.in_order().select_for_update(of=("self",)))
    _move(held, RegistrationState.APPROVED, by=by, at=at)
    return len(held)


@transaction.atomic
def assign_group(
    *, list_path: str, group: int, most: int, facility: Facility, by: Staff, at: datetime
) -> int:
    """Give the first of a group who are approved to a facility, in the order in which they
    registered; return how many. `most` is how many people it may be."""
    require(permissions.can_run_list(by, list_path))
    if not facility.path.startswith(f"{list_path}/"):
        raise FacilityIsElsewhere
    require_at_work(facility=facility, day=timezone.localdate(at))
    approved = _of_group(list_path, group).filter(state=RegistrationState.APPROVED)
    held = list(approved.in_order().select_for_update(of=("self",))[:most])
    _move(held, RegistrationState.ASSIGNED, facility=facility, by=by, at=at)
    return len(held)


def _of_group(list_path: str, group: int) -> RegistrationQuerySet:
    return Registration.objects.waiting().filter(list_path=list_path, group__code=group)


def _move(
    held: list[Registration],
    state: RegistrationState,
    *,
    facility: Facility | None = None,
    by: Staff,
    at: datetime,
) -> None:
    fresh = {"state": state, "state_at": at}
    if facility is not None:
        fresh |= {"facility": facility, "list_path": facility.path}
    Registration.objects.filter(pk__in=array_of([each.pk for each in held])).update(**fresh)
    details = {"facility": facility.code} if facility is not None else {}
    note_and_tell(held, state, by=by, at=at, **details)
    ids = tuple(each.pk for each in held)
    events.publish(RegistrationsChanged(registration_ids=ids, at=at))
