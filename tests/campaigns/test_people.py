"""Why somebody of a session gets no dose."""

from functools import partial

import pytest
from django.db import IntegrityError
from django.db.transaction import atomic

from sotiem.campaigns.models import Appointment
from sotiem.campaigns.operations import ReasonIsNeeded, move_appointment
from sotiem.campaigns.states import AppointmentState, PostponeReason
from tests.factories.campaigns import AT, called, clerk, session

pytestmark = pytest.mark.django_db
S = AppointmentState


@pytest.mark.parametrize(
    ("to", "because", "note", "is_told"),
    [
        (S.POSTPONED, PostponeReason.PREGNANT, "", True),
        (S.POSTPONED, PostponeReason.OTHER, "Say rượu", True),
        (S.POSTPONED, PostponeReason.OTHER, " ", False),
        (S.POSTPONED, None, "Sốt", False),
        (S.REFUSED, None, "Đã tiêm nơi khác", True),
        (S.REFUSED, None, "", False),
    ],
)
def test_who_gets_no_dose_has_a_reason(
    to: S, because: PostponeReason | None, note: str, is_told: bool
) -> None:
    by = clerk()
    held = session(by=by)
    one = called(held, by=by)
    move = partial(move_appointment, appointment_id=one.pk, by=by, at=AT)
    if not is_told:
        with pytest.raises(ReasonIsNeeded):
            move(to=to, seen=S.CALLED, because=because, note=note)
        return
    aside = move(to=to, seen=S.CALLED, because=because, note=note)
    assert (aside.postponed_because, aside.reason) == (because or "", note)
    back = move(to=S.CALLED, seen=to)
    back.refresh_from_db()
    assert (back.postponed_because, back.reason) == ("", "")


def test_a_reason_nobody_knows_is_not_kept() -> None:
    by = clerk()
    called(session(by=by), by=by)
    with pytest.raises(IntegrityError, match="appointment_postponing_is_known"), atomic():
        Appointment.objects.update(postponed_because="Sốt")
