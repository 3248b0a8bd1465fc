from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.doses.operations import lock_patients, withdraw_doses
from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import Actor, machine
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.imports.models import DoseImport, RowDecision
from sotiem.imports.operations._filled import empty_again
from sotiem.imports.operations._record import recounted
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.queries import built_upon, recorded_rows
from sotiem.imports.states import ImportStatus, RowOutcome


class SomethingWasBuiltOnIt(Refusal):
    """Others relied on what the sheet brought; details: doses."""


class UndoNeedsAReason(Refusal):
    """Nobody said why the sheet is undone."""


@transaction.atomic
def begin_undo(*, import_id: int, reason: str, by: Staff, at: datetime) -> DoseImport:
    """Take the clerk's word that a whole sheet be undone; a job does it. Twice is once."""
    dose_import = locked_import(import_id, by=by)
    if dose_import.status in (ImportStatus.UNDOING, ImportStatus.UNDONE):
        return dose_import
    _require_possible(dose_import, reason)
    dose_import.status = ImportStatus.UNDOING
    dose_import.save(update_fields=["status"])
    audit.record("import.undo_approved", dose_import, by=by, at=at, reason=reason)
    jobs.enqueue("undo_import", import_id=import_id, user_id=by.user_id, reason=reason)
    return dose_import


def finish_undo(*, import_id: int, reason: str, by: Staff, at: datetime) -> DoseImport:
    """Do what the clerk asked for; when it may not be done any more, the sheet stays recorded."""
    try:
        return undo_import(import_id=import_id, reason=reason, by=by, at=at)
    except (NotAllowed, SomethingWasBuiltOnIt):
        return _stay_recorded(import_id, by=machine("imports"), at=at)


@transaction.atomic
def undo_import(*, import_id: int, reason: str, by: Staff, at: datetime) -> DoseImport:
    """Withdraw all doses that a sheet brought, while nothing was built on them: all or none.

    Doses stay visible as entered in error, and certificates follow. What the sheet filled in on
    people's records is taken out. People whom it registered stay on record, without these doses.
    """
    dose_import = locked_import(import_id, by=by)
    if dose_import.status == ImportStatus.UNDONE:
        return dose_import
    rows = recorded_rows(dose_import)
    lock_patients(list(rows.order_by("patient").values_list("patient_id", flat=True).distinct()))
    _require_possible(dose_import, reason)
    withdrawn = withdraw_doses(
        dose_ids=list(rows.values_list("dose_id", flat=True)),
        origin=dose_import.origin,
        by=by,
        at=at,
    )
    for decision in RowDecision.objects.filter(row__dose_import=dose_import).exclude(filled={}):
        empty_again(decision, origin=dose_import.origin, by=by, at=at)
    count = rows.update(outcome=RowOutcome.UNDONE)
    dose_import.counts = recounted(
        dose_import.counts,
        before=[str(RowOutcome.RECORDED)] * count,
        after=[str(RowOutcome.UNDONE)] * count,
    )
    dose_import.status = ImportStatus.UNDONE
    dose_import.save(update_fields=["status", "counts"])
    keep_waiting(dose_import, at=at)
    audit.record("import.undone", dose_import, by=by, at=at, reason=reason, withdrawn=withdrawn)
    return dose_import


def _require_possible(dose_import: DoseImport, reason: str) -> None:
    require_status(dose_import, {ImportStatus.READY, ImportStatus.COMMITTED, ImportStatus.UNDOING})
    if not dose_import.counts.get(RowOutcome.RECORDED):
        require_status(dose_import, set())
    if not reason.strip():
        raise UndoNeedsAReason
    if found := built_upon(dose_import):
        raise SomethingWasBuiltOnIt(doses=sum(len(numbers) for numbers in found.values()))


@transaction.atomic
def _stay_recorded(import_id: int, *, by: Actor, at: datetime) -> DoseImport:
    dose_import = DoseImport.objects.select_for_update().get(pk=import_id)
    if dose_import.status == ImportStatus.UNDOING:
        is_left = dose_import.counts.get(RowOutcome.NEW, 0)
        dose_import.status = ImportStatus.READY if is_left else ImportStatus.COMMITTED
        dose_import.save(update_fields=["status"])
        audit.record("import.not_undone", dose_import, by=by, at=at)
    return dose_import
