"""A session filled from the line of its facility: invited in waves, answered, passed on."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from sotiem.accounts.facts import Citizen, Staff
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.models import Appointment, SessionSlot, VaccinationSession
from sotiem.campaigns.operations import SlotIsFull, add_people, release_seat
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import AppointmentSource, AppointmentState, SessionStatus
from sotiem.doses.models import Dose
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.facts import PatientFacts
from sotiem.registrations.facts import PartOfDay
from sotiem.registrations.models import Calling, Registration, RegistrationQuerySet
from sotiem.registrations.operations.change import held_own
from sotiem.registrations.operations.tell import note_and_tell, note_many
from sotiem.registrations.states import CALLED, RegistrationState
from sotiem.vaccines.queries import schedule_of
from sotiem.vaccines.schedule import shortest_waits

NOON: Final = time(12)
AT_ONCE: Final = 500
SYSTEM: Final = machine("registrations")
_GIVEN: Final = (AppointmentState.VACCINATED, AppointmentState.OBSERVED, AppointmentState.LEFT)
_OVER: Final = (SessionStatus.CLOSED, SessionStatus.CONFIRMED)


class NotInvited(Refusal):
    """There is no invitation that waits for an answer, or its time is over."""


class NoSeatsAreTimed(Refusal):
    """The session has no times with seats, or it is not to come any more."""


@transaction.atomic
def call_people(*, session_id: int, answer_hours: int, by: Staff, user: User, at: datetime) -> int:
    """Fill the free seats of a session from its facility's line, and keep on filling those that
    come free; return how many were invited now."""
    session = VaccinationSession.objects.select_related("facility", "vaccine").get(pk=session_id)
    require(can_work_at(by, session.facility))
    if session.status != SessionStatus.PLANNED or not session.slots.exists():
        raise NoSeatsAreTimed
    facts = {"answer_hours": answer_hours, "begun_by": user, "begun_at": at, "ended_at": None}
    Calling.objects.update_or_create(session=session, defaults=facts)
    return _fill(session, answer_hours, by=by, at=at)


@transaction.atomic
def confirm_invitation(*, registration_id: int, by: Citizen, at: datetime) -> Registration:
    """Say that one will come; saying it again changes nothing."""
    held = held_own(registration_id, by)
    if held.state == RegistrationState.CONFIRMED:
        return held
    if held.state != RegistrationState.INVITED or held.answer_by is None or at > held.answer_by:
        raise NotInvited
    held.state, held.state_at = RegistrationState.CONFIRMED, at
    held.save(update_fields=["state", "state_at"])
    audit.record("registration.confirmed", held, by=by, at=at, code=held.code)
    return held


@transaction.atomic
def decline_invitation(*, registration_id: int, by: Citizen, at: datetime) -> Registration:
    """Say that one cannot come this time: the next has the seat, one's place in the line stays."""
    held = held_own(registration_id, by)
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
    gone = [each for each in held if each not in here]
    for each in gone:
        release_seat(appointment_id=_seat(each).pk, by=SYSTEM, at=at)
    _put_back(gone, line_at=at, at=at)
    note_and_tell(gone, "lapsed", by=SYSTEM, at=at)


@transaction.atomic
def _settle(at: datetime) -> None:
    """Who was vaccinated is out of the line; who was not, though the session is over, is back.

    Who stayed away stands behind the others; for a session that was cancelled nobody loses a place.
    """
    called = Registration.objects.filter(state__in=CALLED)
    given = _held(called.filter(appointment__state__in=_GIVEN))
    Registration.objects.filter(pk__in=[each.pk for each in given]).update(
        state=RegistrationState.VACCINATED, state_at=at
    )
    note_many(given, "vaccinated", by=SYSTEM, at=at)
    cancelled = _held(called.filter(appointment__session__status=SessionStatus.CANCELLED))
    _put_back(cancelled, line_at=None, at=at)
    note_and_tell(cancelled, "cancelled", by=SYSTEM, at=at)
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
    is_over = session.status != SessionStatus.PLANNED
    if is_over or not can_work_at(by, session.facility):
        Calling.objects.filter(pk=calling.pk).update(ended_at=at)
        return 0
    return _fill(session, calling.answer_hours, by=by, at=at)


def _fill(session: VaccinationSession, answer_hours: int, *, by: Staff, at: datetime) -> int:
    """Invite for each time as many as it has free seats. The slots are held one after another, so
    that of two who fill the same session the second sees what the first did."""
    invited = 0
    for slot in session.slots.select_for_update().order_by("starts_at"):
        begins = timezone.make_aware(datetime.combine(session.held_on, slot.starts_at))
        free = slot.seats - Appointment.objects.with_a_seat().filter(slot=slot).count()
        if free <= 0 or begins <= at:
            continue
        first = _next_in_line(session, slot)
        chosen = list(first.select_for_update(of=("self",), skip_locked=True)[:free])
        answer_by = min(at + timedelta(hours=answer_hours), begins)
        _invite(session, slot, chosen, answer_by=answer_by, by=by, at=at)
        invited += len(chosen)
    return invited


def _next_in_line(session: VaccinationSession, slot: SessionSlot) -> RegistrationQuerySet:
    """Who may come at that time: by priority group, then by the place in its line.

    Nobody before the day she wished, nor sooner after her last dose than the schedule allows.
    """
    part = PartOfDay.MORNING if slot.starts_at < NOON else PartOfDay.AFTERNOON
    waiting = Registration.objects.waiting().filter(
        state=RegistrationState.ASSIGNED,
        list_path=session.facility.path,
        not_before__lte=session.held_on,
        part_of_day__in=(part, PartOfDay.ANY),
    )
    too_soon = Dose.objects.counting().filter(
        _given_too_late(session), patient__principal__members=OuterRef("patient_id")
    )
    able = waiting.filter(Q(patient__isnull=True) | ~Exists(too_soon))
    return able.order_by("group__code", "line_at", "pk")


def _given_too_late(session: VaccinationSession) -> Q:
    """Doses after which the schedule allows none yet on the day of a session."""
    disease, day = session.vaccine.disease_id, session.held_on
    late = Q(current__administered_on__gte=day)
    for code, days in shortest_waits(schedule_of(disease), day).items():
        late |= Q(
            current__vaccine__code=code, current__administered_on__gt=day - timedelta(days=days)
        )
    return Q(late, current__vaccine__disease_id=disease)


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


def _put_back(held: Sequence[Registration], *, line_at: datetime | None, at: datetime) -> None:
    for each in held:
        each.state, each.state_at = RegistrationState.ASSIGNED, at
        each.appointment, each.answer_by = None, None
        each.line_at = line_at or each.line_at
    fields = ["state", "state_at", "appointment", "answer_by", "line_at"]
    Registration.objects.bulk_update(held, fields)


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
