"""A session filled from the line of its facility: invited in waves, answered, passed on."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Staff
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.models import Appointment, SessionSlot, VaccinationSession
from sotiem.campaigns.operations import SlotIsFull, add_people, release_seat
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import AppointmentSource, AppointmentState, SessionStatus
from sotiem.facilities.operations import require_at_work
from sotiem.facilities.queries import stop_on, stopped_then
from sotiem.foundation import audit, events
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.facts import PatientFacts
from sotiem.registrations import permissions
from sotiem.registrations.events import RegistrationsChanged
from sotiem.registrations.facts import Chosen
from sotiem.registrations.line import line_of
from sotiem.registrations.models import Calling, Registration, RegistrationQuerySet
from sotiem.registrations.operations.change import held_own
from sotiem.registrations.operations.tell import note_and_tell, note_many
from sotiem.registrations.states import CALLED, RegistrationState

EVERYBODY: Final = Chosen()
AT_ONCE: Final = 500
SYSTEM: Final = machine("registrations")
_GIVEN: Final = (AppointmentState.VACCINATED, AppointmentState.OBSERVED, AppointmentState.LEFT)
_OVER: Final = (SessionStatus.CLOSED, SessionStatus.CONFIRMED)


class NotInvited(Refusal):
    """There is no invitation that waits for an answer, or its time is over."""


class NoSeatsAreTimed(Refusal):
    """The session has no times with seats, or it is not to come any more."""


@transaction.atomic
def call_people(
    *,
    session_id: int,
    answer_hours: int,
    chosen: Chosen = EVERYBODY,
    by: Staff,
    user: User,
    at: datetime,
) -> int:
    """Fill the free seats of a session from its facility's line, and keep on filling those that
    come free from the same; return how many were invited now."""
    session = VaccinationSession.objects.select_related("facility", "vaccine").get(pk=session_id)
    require(can_work_at(by, session.facility))
    require_at_work(facility=session.facility, day=session.held_on)
    if session.status != SessionStatus.PLANNED or not session.slots.exists():
        raise NoSeatsAreTimed
    facts = {
        "answer_hours": answer_hours,
        "chosen": chosen.kept(),
        "begun_by": user,
        "begun_at": at,
        "ended_at": None,
    }
    calling, _is_new = Calling.objects.update_or_create(session=session, defaults=facts)
    calling.session = session
    audit.record("session.called", session, by=by, at=at, chosen=chosen.kept())
    return _fill(calling, by=by, at=at)


@transaction.atomic
def confirm_invitation(*, registration_id: int, by: Citizen, at: datetime) -> Registration:
    """Say that one will come; saying it again changes nothing."""
    held = held_own(registration_id, by)
    require(permissions.is_hers(by, held))
    if held.state == RegistrationState.CONFIRMED:
        return held
    if held.state != RegistrationState.INVITED or held.answer_by is None or at > held.answer_by:
        raise NotInvited
    held.state, held.state_at = RegistrationState.CONFIRMED, at
    held.save(update_fields=["state", "state_at"])
    audit.record("registration.confirmed", held, by=by, at=at, code=held.code)
    _tell_of([held], at=at)
    return held


@transaction.atomic
def decline_invitation(*, registration_id: int, by: Citizen, at: datetime) -> Registration:
    """Say that one cannot come this time: the next has the seat, one's place in the line stays."""
    held = held_own(registration_id, by)
    require(permissions.is_hers(by, held))
    if held.appointment_id is None:
        raise NotInvited
    release_seat(appointment_id=held.appointment_id, by=by, at=at)
    _put_back([held], line_at=None, at=at)
    audit.record("registration.declined", held, by=by, at=at, code=held.code)
    return held


def call_next(*, at: datetime) -> int:
    """Take back what nobody answered, settle what is over, and fill what is free; return how many
    were invited.

    Each session in a transaction of its own: one that cannot be filled holds up no other.
    """
    _let_lapse(at)
    _settle(at)
    going_on = Calling.objects.filter(ended_at__isnull=True).select_related(
        "session__facility", "session__vaccine", "begun_by"
    )
    invited = 0
    for calling in going_on.order_by("pk"):
        with suppress(SlotIsFull):  # a clerk took the seats at this moment
            invited += _go_on(calling, at)
    return invited


@transaction.atomic
def _let_lapse(at: datetime) -> None:
    """Who did not answer stands behind the others of the group from now on, and is told.

    Who came without a word has answered.
    """
    silent = Registration.objects.filter(state=RegistrationState.INVITED, answer_by__lt=at)
    held = _held(silent)
    here = [each for each in held if _seat(each).state != AppointmentState.CALLED]
    Registration.objects.filter(pk__in=[each.pk for each in here]).update(
        state=RegistrationState.CONFIRMED, state_at=at
    )
    _tell_of(here, at=at)
    gone = [each for each in held if each not in here]
    for each in gone:
        release_seat(appointment_id=_seat(each).pk, by=SYSTEM, at=at)
    _put_back(gone, line_at=at, at=at)
    note_and_tell(gone, "lapsed", by=SYSTEM, at=at)


@transaction.atomic
def _settle(at: datetime) -> None:
    """Who was vaccinated is out of the line; who was not, though the session is over, is back.

    Who stayed away stands behind the others; for a session that was cancelled, or whose facility
    vaccinates nobody on that day, nobody loses a place.
    """
    called = Registration.objects.filter(state__in=CALLED)
    given = _held(called.filter(appointment__state__in=_GIVEN))
    Registration.objects.filter(pk__in=[each.pk for each in given]).update(
        state=RegistrationState.VACCINATED, state_at=at
    )
    _tell_of(given, at=at)
    note_many(given, "vaccinated", by=SYSTEM, at=at)
    cancelled = _held(called.filter(appointment__session__status=SessionStatus.CANCELLED))
    _put_back(cancelled, line_at=None, at=at)
    note_and_tell(cancelled, "cancelled", by=SYSTEM, at=at)
    planned = called.filter(
        stopped_then("appointment__session__facility", "appointment__session__held_on"),
        appointment__session__status=SessionStatus.PLANNED,
        appointment__state=AppointmentState.CALLED,
    )
    stopped = _held(planned)
    for each in stopped:
        release_seat(appointment_id=_seat(each).pk, by=SYSTEM, at=at)
    _put_back(stopped, line_at=None, at=at)
    note_and_tell(stopped, "cancelled", by=SYSTEM, at=at)
    over = called.filter(appointment__session__status__in=_OVER)
    for state, line_at in ((AppointmentState.CALLED, at), (AppointmentState.POSTPONED, None)):
        left = _held(over.filter(appointment__state=state))
        _put_back(left, line_at=line_at, at=at)
        note_and_tell(left, "missed", by=SYSTEM, at=at)


def _held(some: RegistrationQuerySet) -> list[Registration]:
    held = some.select_for_update(of=("self",), skip_locked=True).order_by("pk")
    return list(held.select_related("appointment")[:AT_ONCE])


def _seat(one: Registration) -> Appointment:
    assert one.appointment is not None
    return one.appointment


@transaction.atomic
def _go_on(calling: Calling, at: datetime) -> int:
    session, by = calling.session, staff_of(calling.begun_by, at=at)
    is_stopped = stop_on(session.facility, session.held_on) is not None
    is_over = session.status != SessionStatus.PLANNED or is_stopped
    if is_over or not can_work_at(by, session.facility):
        Calling.objects.filter(pk=calling.pk).update(ended_at=at)
        return 0
    return _fill(calling, by=by, at=at)


def _fill(calling: Calling, *, by: Staff, at: datetime) -> int:
    """Invite for each time as many as it has free seats. The slots are held one after another, so
    that of two who fill the same session the second sees what the first did."""
    session, invited = calling.session, 0
    slots = session.slots.select_related("session__facility", "session__vaccine")
    for slot in slots.select_for_update(of=("self",)).order_by("starts_at"):
        begins = timezone.make_aware(datetime.combine(session.held_on, slot.starts_at))
        free = slot.seats - Appointment.objects.with_a_seat().filter(slot=slot).count()
        if free <= 0 or begins <= at:
            continue
        first = _head_of_line(slot, Chosen.read(calling.chosen), free)
        answer_by = min(at + timedelta(hours=calling.answer_hours), begins)
        _invite(session, slot, first, answer_by=answer_by, by=by, at=at)
        invited += len(first)
    return invited


def _head_of_line(slot: SessionSlot, chosen: Chosen, most: int) -> list[Registration]:
    """The first who may come at that time, held so that no other session invites them."""
    head: list[Registration] = []
    for group in line_of(slot, chosen):
        free = group.select_for_update(of=("self",), skip_locked=True)
        head += free[: most - len(head)]
        if len(head) == most:
            break
    return head


def _invite(
    session: VaccinationSession,
    slot: SessionSlot,
    chosen: Sequence[Registration],
    *,
    answer_by: datetime,
    by: Staff,
    at: datetime,
) -> None:
    if not chosen:
        return
    seats = add_people(
        session_id=session.pk,
        people=[_facts_of(each) for each in chosen],
        source=AppointmentSource.REGISTRATION,
        slot=slot,
        by=by,
        at=at,
    )
    for each, seat in zip(chosen, seats, strict=True):
        each.state, each.state_at = RegistrationState.INVITED, at
        each.appointment, each.answer_by = seat, answer_by
    fields = ["state", "state_at", "appointment", "answer_by"]
    Registration.objects.bulk_update(chosen, fields)
    note_and_tell(chosen, "invited", by=by, at=at)
    _tell_of(chosen, at=at)


def _put_back(held: Sequence[Registration], *, line_at: datetime | None, at: datetime) -> None:
    for each in held:
        each.state, each.state_at = RegistrationState.ASSIGNED, at
        each.appointment, each.answer_by = None, None
        each.line_at = line_at or each.line_at
    fields = ["state", "state_at", "appointment", "answer_by", "line_at"]
    Registration.objects.bulk_update(held, fields)
    _tell_of(held, at=at)


def _tell_of(some: Sequence[Registration], *, at: datetime) -> None:
    ids = tuple(each.pk for each in some)
    events.publish(RegistrationsChanged(registration_ids=ids, at=at))


def _facts_of(one: Registration) -> PatientFacts:
    return PatientFacts(
        full_name=one.full_name,
        birth_date=one.birth_date,
        sex=one.sex,
        phone=one.phone,
        cccd=one.cccd,
        cmnd=one.cmnd,
        bhyt=one.bhyt,
        address=one.address,
        commune_id=one.commune_id,
    )
