from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.campaigns import rules
from sotiem.campaigns.events import EntryRecorded
from sotiem.campaigns.facts import Caution, Entered, EntrySaid, Looked
from sotiem.campaigns.looking import look
from sotiem.campaigns.models import Appointment, Entry, EntryTask, VaccinationSession
from sotiem.campaigns.operations._held import session_at_work
from sotiem.campaigns.operations._list import walk_in_of
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import AppointmentState, EntryOutcome, TaskStatus
from sotiem.doses.facts import DoseFacts, DoseReason, NewDose
from sotiem.doses.operations import record_doses
from sotiem.foundation import audit, events
from sotiem.foundation.locks import LockSpace, hold_some
from sotiem.foundation.refusals import Refusal, require
from sotiem.matching.operations import hold_newcomers
from sotiem.patients.operations import lock_patients, register_patients
from sotiem.population.operations import ask_later


class DoseIsInDoubt(Refusal):
    """Something keeps the dose from being recorded as it is said; `looked` tells what."""

    def __init__(self, looked: Looked | None = None) -> None:
        super().__init__()
        self.looked = looked or Looked((), ())


@transaction.atomic
def enter_dose(*, session_id: int, said: EntrySaid, by: Staff, at: datetime) -> Entered:
    """Record a dose given at a session: of someone on record, or of someone new.

    The same `client_id` again gives the same answer, whatever is said with it. A dose in doubt is
    refused, with everything that stands against it; one that was said offline waits as a task,
    because whoever said it is not there any more.
    """
    session = session_at_work(session_id)
    require(can_work_at(by, session.facility))
    hold_some(LockSpace.ENTRIES, [said.client_id.int & 0x7FFFFFFF])
    known = Entry.objects.filter(client_id=said.client_id).select_related("task").first()
    if known is not None:
        require(known.session_id == session.pk)
        return entered_before(known)
    looked = look_and_hold(session, said, at=at)
    if doubts := looked.unanswered(said.accepted):
        if not said.is_offline:
            raise DoseIsInDoubt(looked)
        return _put_aside(session, said, looked, doubts, by=by, at=at)
    entry = _entry(session, said, looked, by=by, at=at)
    record_entry(entry, session, said, looked, by=by, at=at)
    entry.save(force_insert=True)
    events.publish(EntryRecorded(entry_id=entry.pk, at=at))
    return Entered(EntryOutcome.RECORDED, entry, None, looked.cautions)


def entered_before(entry: Entry) -> Entered:
    """What became of an entry that was sent before."""
    task = getattr(entry, "task", None)
    if task is not None and task.status == TaskStatus.OPEN:
        return Entered(EntryOutcome.WAITING, entry, task)
    outcome = EntryOutcome.RECORDED if entry.dose_id else EntryOutcome.DROPPED
    return Entered(outcome, entry, task)


def look_and_hold(session: VaccinationSession, said: EntrySaid, *, at: datetime) -> Looked:
    """Look, so that what was seen still holds when the dose is written.

    Whoever enters the same slip, or the same new person, waits here and finds it on record.
    Somebody on record is held before her doses are read.
    """
    if said.slip_number:
        hold_some(LockSpace.SLIPS, [_number_of_slip(session, said.slip_number)])
    hold_newcomers(clues=[said.person])
    return look(session, said, at=at, hold=lock_patients)


def _number_of_slip(session: VaccinationSession, slip_number: str) -> int:
    return crc32(f"{session.pk}:{slip_number}".encode()) & 0x7FFFFFFF


def record_entry(
    entry: Entry,
    session: VaccinationSession,
    said: EntrySaid,
    looked: Looked,
    *,
    by: Staff,
    at: datetime,
) -> None:
    """Put the dose of an entry on record, and its person among those who are observed.

    The caller saves the entry.
    """
    patient_id = looked.patient_id
    if patient_id is None:
        people = register_patients(people=[said.person], origin=session.origin, by=by, at=at)
        patient_id = people[0].pk
    facts = DoseFacts(
        vaccine_id=session.vaccine_id,
        administered_on=timezone.localdate(said.given_at),
        lot_number="".join(said.lot_number.split()).upper(),
        facility_id=session.facility_id,
    )
    dose = NewDose(patient_id=patient_id, facts=facts, origin=session.origin)
    (recorded,) = record_doses(doses=[dose], reason=DoseReason.RECORDED, by=by, at=at)
    ask_later(patient_id=patient_id, dose_id=recorded.pk, by=by, at=at)
    appointment = entry.appointment or walk_in_of(session, said.person, by=by, at=at)
    appointment.state, appointment.state_at = AppointmentState.VACCINATED, at
    appointment.patient_id, appointment.reason = patient_id, ""
    appointment.postponed_because = ""
    appointment.observed_until = said.given_at + rules.OBSERVATION
    appointment.save()
    entry.appointment, entry.patient_id, entry.dose = appointment, patient_id, recorded
    entry.lot_id = looked.lot_id


def _entry(
    session: VaccinationSession, said: EntrySaid, looked: Looked, *, by: Staff, at: datetime
) -> Entry:
    return Entry(
        client_id=said.client_id,
        session=session,
        appointment=_appointment(session, said),
        said=kept_of(said),
        lot_id=looked.lot_id,
        slip_number=said.slip_number,
        given_at=said.given_at,
        is_offline=said.is_offline,
        entered_by=str(by),
        entered_at=at,
    )


def _appointment(session: VaccinationSession, said: EntrySaid) -> Appointment | None:
    if said.appointment is None:
        return None
    appointments = Appointment.objects.select_for_update(of=("self",))
    found = appointments.filter(session=session, public_id=said.appointment).first()
    taken = found is not None and found.state in (
        AppointmentState.VACCINATED,
        AppointmentState.OBSERVED,
        AppointmentState.LEFT,
    )
    return None if taken else found


def _put_aside(
    session: VaccinationSession,
    said: EntrySaid,
    looked: Looked,
    doubts: Sequence[Caution],
    *,
    by: Staff,
    at: datetime,
) -> Entered:
    """Keep what was said, for somebody to look at."""
    entry = _entry(session, said, looked, by=by, at=at)
    entry.save(force_insert=True)
    task = EntryTask.objects.create(
        entry=entry, session=session, cautions=[told_of(one) for one in doubts], made_at=at
    )
    codes = [str(one.code) for one in doubts]
    audit.record("entry_task.made", task, by=by, at=at, codes=codes, session=str(session))
    return Entered(EntryOutcome.WAITING, entry, task, looked.cautions)


def kept_of(said: EntrySaid) -> dict[str, Any]:
    """What was said, as it is kept."""
    return {
        "person": asdict(said.person),
        "lot_number": said.lot_number,
        "patient": str(said.patient) if said.patient else None,
        "is_new": said.is_new,
        "accepted": sorted(said.accepted),
    }


def told_of(caution: Caution) -> dict[str, Any]:
    return {"code": str(caution.code), "field": caution.field, "details": dict(caution.details)}
