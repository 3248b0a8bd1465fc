"""Places in the list of a session."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db.models import Max

from sotiem.accounts.facts import Staff
from sotiem.campaigns.models import Appointment, SessionSlot, VaccinationSession
from sotiem.campaigns.states import AppointmentSource, AppointmentState
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.patients.facts import PatientFacts


def next_position(session: VaccinationSession) -> int:
    """The first free place; nobody else adds to the list until the transaction ends."""
    hold_some(LockSpace.SESSION_LISTS, [session.pk & 0x7FFFFFFF])
    last = Appointment.objects.filter(session=session).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def appointments_for(
    session: VaccinationSession,
    people: Sequence[PatientFacts],
    *,
    source: AppointmentSource,
    slot: SessionSlot | None,
    by: Staff,
    at: datetime,
) -> list[Appointment]:
    """Appointments of people at the end of the list, not yet written."""
    first = next_position(session)
    return [
        Appointment(
            session=session,
            slot=slot,
            position=first + place,
            facts=asdict(person),
            source=source,
            state=AppointmentState.CALLED,
            state_at=at,
            added_by=str(by),
            added_at=at,
        )
        for place, person in enumerate(people)
    ]


def walk_in_of(
    session: VaccinationSession, person: PatientFacts, *, by: Staff, at: datetime
) -> Appointment:
    """A place for somebody who was not called; not yet written."""
    (one,) = appointments_for(
        session, [person], source=AppointmentSource.WALK_IN, slot=None, by=by, at=at
    )
    return one
