from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.campaigns.operations import release_seat
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require
from sotiem.registrations import permissions
from sotiem.registrations.events import RegistrationsChanged
from sotiem.registrations.facts import Wish
from sotiem.registrations.models import Registration
from sotiem.registrations.operations.tell import tell
from sotiem.registrations.states import (
    CALLED,
    SAID_BY_ORGANIZATION,
    WAITING,
    RegistrationState,
    WithdrawnBecause,
)


class RegistrationIsOver(Refusal):
    """Nobody waits by this registration any more."""


@transaction.atomic
def change_wish(*, registration_id: int, wish: Wish, by: Citizen, at: datetime) -> Registration:
    """Say another day or part of the day; the place in the line stays."""
    held = held_own(registration_id, by)
    before = {"not_before": f"{held.not_before}", "part_of_day": held.part_of_day}
    held.not_before, held.part_of_day = wish.not_before, wish.part_of_day
    held.save(update_fields=["not_before", "part_of_day"])
    audit.record("registration.wish_changed", held, by=by, at=at, code=held.code, before=before)
    return held


@transaction.atomic
def withdraw_registration(
    *, registration_id: int, because: WithdrawnBecause, by: Citizen, at: datetime
) -> Registration:
    """Leave the line. Whoever was registered again stands in it from then on, by that one.

    An organization takes somebody out for reasons that tell nothing of her health.
    """
    held = held_own(registration_id, by)
    require(permissions.is_hers(by, held) or because in SAID_BY_ORGANIZATION)
    if held.appointment_id is not None:
        release_seat(appointment_id=held.appointment_id, by=by, at=at)
    held.state, held.state_at = RegistrationState.WITHDRAWN, at
    held.withdrawn_because, held.appointment, held.answer_by = because, None, None
    held.save()
    next_ones = let_stand(held)
    audit.record(
        "registration.withdrawn", held, by=by, at=at, code=held.code, because=because.value
    )
    tell(held, "registration_withdrawn", at=at)
    events.publish(RegistrationsChanged(registration_ids=(held.pk, *next_ones), at=at))
    return held


def let_stand(gone: Registration) -> list[int]:
    """The next registration of the same person is the first now, with the others behind it.

    Gives their keys.
    """
    others = Registration.objects.filter(same_as=gone, state__in=WAITING).in_order()
    ids = list(others.select_for_update().values_list("pk", flat=True))
    if ids:
        Registration.objects.filter(pk=ids[0]).update(same_as=None)
        Registration.objects.filter(pk__in=ids[1:]).update(same_as=ids[0])
    return ids


def held_own(registration_id: int, by: Citizen) -> Registration:
    """A registration that one may change and that is not over, held until the transaction ends."""
    rows = Registration.objects.select_related("organization").select_for_update(of=("self",))
    held = rows.get(pk=registration_id)
    require(permissions.can_change(by, held))
    if held.state not in (*WAITING, *CALLED):
        raise RegistrationIsOver
    return held
