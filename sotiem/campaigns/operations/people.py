from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.campaigns import rules
from sotiem.campaigns.facts import EntrySaid, Looked
from sotiem.campaigns.looking import look
from sotiem.campaigns.models import Appointment, SessionSlot, VaccinationSession
from sotiem.campaigns.operations._held import session_at_work
from sotiem.campaigns.operations._list import appointments_for
from sotiem.campaigns.operations.tasks import ReasonIsNeeded, SessionIsOver
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import (
    AppointmentSource,
    AppointmentState,
    PostponeReason,
    SessionStatus,
)
from sotiem.facilities.operations import require_at_work
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.facts import PatientFacts


class SlotIsFull(Refusal):
    """More people are called for a time than it has seats; details: time, free."""


class SomebodyMovedThem(Refusal):
    """A colleague changed the state meanwhile."""


class MoveNotPossible(Refusal):
    """Nobody goes from this state to that one."""


@transaction.atomic
def add_people(
    *,
    session_id: int,
    people: Sequence[PatientFacts],
    source: AppointmentSource,
    slot: SessionSlot | None,
    by: Staff,
    at: datetime,
) -> list[Appointment]:
    """Put people on the list of a session, at its end; never more than a time has seats."""
    session = session_at_work(session_id)
    require(can_work_at(by, session.facility))
    _require_going_on(session)
    require_at_work(facility=session.facility, day=session.held_on)
    added = appointments_for(session, people, source=source, slot=slot, by=by, at=at)
    if slot is not None:
        taken = Appointment.objects.with_a_seat().filter(slot=slot)
        free = slot.seats - taken.count()
        if len(people) > free:
            raise SlotIsFull(time=f"{slot.starts_at:%H:%M}", free=max(free, 0))
    written = Appointment.objects.bulk_create(added)
    audit.record("session.people_added", session, by=by, at=at, number=len(written))
    return written


@transaction.atomic
def move_appointment(
    *,
    appointment_id: int,
    to: AppointmentState,
    seen: AppointmentState,
    because: PostponeReason | None = None,
    note: str = "",
    by: Staff,
    at: datetime,
) -> Appointment:
    """Say where somebody is now. `seen` is the state on the screen: nobody overrules a colleague
    unseen. Who leaves before the half hour is over has left early; the same move twice is one."""
    session_id = Appointment.objects.values_list("session_id", flat=True).get(pk=appointment_id)
    session = session_at_work(session_id)
    require(can_work_at(by, session.facility))
    _require_going_on(session)
    one = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    if one.state == to:
        return one
    if one.state != seen:
        raise SomebodyMovedThem
    if not rules.may_move(AppointmentState(one.state), to):
        raise MoveNotPossible
    if rules.lacks_reason(to, because, note):
        raise ReasonIsNeeded
    if to == AppointmentState.OBSERVED and one.observed_until and at < one.observed_until:
        to = AppointmentState.LEFT
    one.state, one.state_at, one.reason = to, at, note.strip()
    one.postponed_because = because or "" if to == AppointmentState.POSTPONED else ""
    one.save(update_fields=["state", "state_at", "reason", "postponed_because"])
    audit.record(
        f"appointment.{to}",
        one,
        by=by,
        at=at,
        patient_id=one.patient_id,
        reason=one.reason,
        because=one.postponed_because,
    )
    return one


@transaction.atomic
def release_seat(*, appointment_id: int, by: Actor, at: datetime) -> None:
    """Somebody who was called will not come: the seat is free for another.

    Who is at the facility already is no longer moved from afar.
    """
    one = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    if one.state != AppointmentState.CALLED:
        raise MoveNotPossible
    one.state, one.state_at = AppointmentState.REFUSED, at
    one.save(update_fields=["state", "state_at"])
    audit.record("appointment.refused", one, by=by, at=at, patient_id=one.patient_id)


@transaction.atomic
def forget_called(*, appointment_id: int, by: Actor, at: datetime) -> None:
    """Leave only the place of somebody who will not come and has her data deleted."""
    one = Appointment.objects.select_for_update(of=("self",)).get(pk=appointment_id)
    if one.state != AppointmentState.REFUSED:
        raise MoveNotPossible
    one.facts = dict.fromkeys(one.facts, "") | {"commune_id": None}
    one.save(update_fields=["facts"])
    audit.record("appointment.erased", one, by=by, at=at, patient_id=one.patient_id)


@transaction.atomic
def look_up(
    *, session_id: int, said: EntrySaid, with_registry: bool, by: Staff, at: datetime
) -> Looked:
    """Look whose dose it is and what stands against it; each who may be meant sees that we did."""
    session = VaccinationSession.objects.select_related("facility", "vaccine").get(pk=session_id)
    require(can_work_at(by, session.facility))
    looked = look(session, said, at=at, with_registry=with_registry)
    notes = [
        audit.Note(
            action="patient.searched",
            object_kind="patient",
            object_id=each.patient_id,
            patient_id=each.patient_id,
            details={"session": str(session.public_id)},
        )
        for each in looked.candidates
    ]
    audit.record_many(notes, by=by, at=at)
    return looked


def _require_going_on(session: VaccinationSession) -> None:
    if session.status not in (SessionStatus.PLANNED, SessionStatus.OPEN):
        raise SessionIsOver
