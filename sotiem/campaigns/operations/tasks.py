from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.campaigns import rules
from sotiem.campaigns.events import EntryRecorded
from sotiem.campaigns.facts import Entered, EntrySaid
from sotiem.campaigns.models import Entry, EntryTask, VaccinationSession
from sotiem.campaigns.operations._held import session_at_work
from sotiem.campaigns.operations.enter import (
    DoseIsInDoubt,
    entered_before,
    kept_of,
    look_and_hold,
    record_entry,
)
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.states import AppointmentState, EntryOutcome, TaskStatus
from sotiem.doses.facts import DoseStatus
from sotiem.doses.operations import withdraw_dose
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require


class TaskHasEnded(Refusal):
    """A colleague solved or dropped it meanwhile."""


class ReasonIsNeeded(Refusal):
    """What is dropped, withdrawn, postponed or refused needs a reason in words."""


class TooLateToWithdraw(Refusal):
    """A dose entered a day ago is put right by a report, not by its clerk."""


class SessionIsOver(Refusal):
    """The session is closed: it is opened again first."""


@transaction.atomic
def solve_task(*, task_id: int, said: EntrySaid, by: Staff, at: datetime) -> Entered:
    """Record the dose of an entry that waited, with what somebody says of it now.

    What was said first stays in the trail.
    """
    task, session = _held(task_id, by=by)
    entry = task.entry
    if task.status != TaskStatus.OPEN:
        if task.status == TaskStatus.SOLVED:
            return entered_before(entry)
        raise TaskHasEnded
    looked = look_and_hold(session, said, at=at)
    if looked.unanswered(said.accepted):
        raise DoseIsInDoubt(looked)
    first = audit.digest_of(entry.said)
    entry.said, entry.given_at, entry.slip_number = kept_of(said), said.given_at, said.slip_number
    record_entry(entry, session, said, looked, by=by, at=at)
    entry.save()
    events.publish(EntryRecorded(entry_id=entry.pk, at=at))
    _end(task, TaskStatus.SOLVED, "", by=by, at=at)
    audit.record("entry_task.solved", task, by=by, at=at, patient_id=entry.patient_id, digest=first)
    return Entered(EntryOutcome.RECORDED, entry, task, looked.cautions)


@transaction.atomic
def drop_task(*, task_id: int, reason: str, by: Staff, at: datetime) -> EntryTask:
    """Say that an entry is no dose, and why. What was typed stays."""
    task, _session = _held(task_id, by=by)
    if task.status == TaskStatus.DROPPED:
        return task
    if task.status != TaskStatus.OPEN:
        raise TaskHasEnded
    if not reason.strip():
        raise ReasonIsNeeded
    _end(task, TaskStatus.DROPPED, reason.strip(), by=by, at=at)
    audit.record("entry_task.dropped", task, by=by, at=at, reason=task.reason)
    return task


@transaction.atomic
def take_up_task(*, task_id: int, by: Staff, at: datetime) -> EntryTask:
    """Undo a dropping: the entry waits again."""
    task, _session = _held(task_id, by=by)
    if task.status == TaskStatus.DROPPED:
        task.status, task.reason, task.ended_by, task.ended_at = TaskStatus.OPEN, "", "", None
        task.save(update_fields=["status", "reason", "ended_by", "ended_at"])
        audit.record("entry_task.taken_up", task, by=by, at=at)
    return task


@transaction.atomic
def withdraw_entry(*, entry_id: int, reason: str, by: Staff, at: datetime) -> Entry:
    """Undo an entry within a day: its dose no longer counts, and its person has none yet."""
    session = session_at_work(Entry.objects.values_list("session_id", flat=True).get(pk=entry_id))
    require(can_work_at(by, session.facility))
    _require_open(session)
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    if entry.dose is None or entry.withdrawn_at is not None:
        return entry
    if not reason.strip():
        raise ReasonIsNeeded
    if at - entry.entered_at > rules.UNDO_WITHIN:
        raise TooLateToWithdraw
    if entry.dose.current.status == DoseStatus.COMPLETED:
        withdraw_dose(dose_id=entry.dose.pk, origin=session.origin, by=by, at=at)
    entry.withdrawn_at, entry.withdrawn_reason = at, reason.strip()
    entry.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    appointment = entry.appointment
    if appointment is not None:
        appointment.state, appointment.state_at = AppointmentState.CHECKED_IN, at
        appointment.observed_until = None
        appointment.save(update_fields=["state", "state_at", "observed_until"])
    audit.record(
        "entry.withdrawn", entry, by=by, at=at, patient_id=entry.patient_id, reason=reason.strip()
    )
    return entry


def _held(task_id: int, *, by: Staff) -> tuple[EntryTask, VaccinationSession]:
    session = session_at_work(
        EntryTask.objects.values_list("session_id", flat=True).get(pk=task_id)
    )
    require(can_work_at(by, session.facility))
    task = EntryTask.objects.select_for_update(of=("self",)).select_related("entry").get(pk=task_id)
    return task, session


def _require_open(session: VaccinationSession) -> None:
    if session.status != "open":
        raise SessionIsOver


def _end(task: EntryTask, status: TaskStatus, reason: str, *, by: Staff, at: datetime) -> None:
    task.status, task.reason, task.ended_by, task.ended_at = status, reason, str(by), at
    task.save(update_fields=["status", "reason", "ended_by", "ended_at"])
