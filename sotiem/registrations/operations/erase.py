from datetime import datetime

from django.db import transaction

from sotiem.campaigns.operations import forget_called, release_seat
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.registrations.events import RegistrationsChanged, RegistrationsErased
from sotiem.registrations.models import Registration
from sotiem.registrations.operations.change import let_stand
from sotiem.registrations.states import CALLED, RegistrationState


@transaction.atomic
def erase_registrations(*, phone: str, by: Actor, at: datetime) -> int:
    """Delete what was registered from a phone and not served; says how many are gone.

    Whoever was registered again by another phone keeps the place in the line.
    """
    mine = Registration.objects.filter(sender_phone=phone).exclude(
        state=RegistrationState.VACCINATED
    )
    some = list(mine.select_for_update().order_by("-pk"))
    for each in some:
        if each.state in CALLED and each.appointment_id is not None:
            release_seat(appointment_id=each.appointment_id, by=by, at=at)
            forget_called(appointment_id=each.appointment_id, by=by, at=at)
        others = list(Registration.objects.filter(same_as=each).values_list("pk", flat=True))
        let_stand(each)
        Registration.objects.filter(same_as=each).update(same_as=None)
        audit.record(
            "registration.erased", each, by=by, at=at, patient_id=each.patient_id, code=each.code
        )
        erased = each.pk
        each.delete()
        events.publish(RegistrationsErased(registration_ids=(erased,), at=at))
        events.publish(RegistrationsChanged(registration_ids=tuple(others), at=at))
    return len(some)
