from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.imports.models import DoseImport, ImportApproval
from sotiem.imports.operations._approved import looking_up, record_approved
from sotiem.imports.operations._changed import forget_told
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.queries import approved_rows
from sotiem.imports.states import ImportStatus, Part, RowOutcome


class NothingToRecord(Refusal):
    """No row of the sheet is both in the chosen parts and among the chosen numbers."""


@transaction.atomic
def approve_part(
    *,
    import_id: int,
    parts: Collection[Part],
    rows: Collection[int],
    key: UUID,
    by: Staff,
    at: datetime,
) -> ImportApproval:
    """Take the clerk's word that part of a sheet be recorded; a job does it. Twice is once.

    Of these parts only the rows with these numbers, where some are named. The rest of the sheet
    goes on waiting.
    """
    dose_import = locked_import(import_id, by=by)
    known = ImportApproval.objects.filter(key=key, dose_import=dose_import).first()
    if known is not None:
        return known
    require_status(dose_import, {ImportStatus.READY, ImportStatus.COMMITTED})
    approval = ImportApproval(
        key=key,
        dose_import=dose_import,
        parts=sorted(map(str, parts)),
        rows=sorted(rows),
        approved_by=str(by),
        approved_at=at,
    )
    if not approved_rows(approval).exists():
        raise NothingToRecord
    approval.save()
    dose_import.status = ImportStatus.COMMITTING
    dose_import.save(update_fields=["status"])
    audit.record(
        "import.approved", dose_import, by=by, at=at, parts=approval.parts, rows=approval.rows
    )
    jobs.enqueue("record_approval", approval_id=approval.pk, user_id=by.user_id)
    return approval


def finish_approval(
    *, approval_id: int, by: Staff, at: datetime, processes: int = 1
) -> ImportApproval:
    """Do what the clerk asked for; when she may no longer, the sheet waits again for someone."""
    try:
        return record_approval(approval_id=approval_id, by=by, at=at, processes=processes)
    except NotAllowed:
        return _wait_again(approval_id, at)


@transaction.atomic
def record_approval(
    *, approval_id: int, by: Staff, at: datetime, processes: int = 1
) -> ImportApproval:
    """Record the approved part of a sheet: all of it or none. Asking again adds nothing.

    Rows whose person's record changed since they were seen are laid before the clerk once more.
    """
    approval = ImportApproval.objects.get(pk=approval_id)
    dose_import = locked_import(approval.dose_import_id, by=by)
    approval.refresh_from_db()
    if approval.recorded is not None:
        return approval
    require_status(dose_import, {ImportStatus.COMMITTING})
    before = dose_import.counts.get(RowOutcome.RECORDED, 0)
    if Part.CHANGED in approval.parts:
        forget_told(dose_import)
    with looking_up(dose_import, processes=processes) as each:
        rows = list(approved_rows(approval).without_content())
        record_approved(dose_import, rows, by=by, at=at, each=each)
    approval.recorded = dose_import.counts.get(RowOutcome.RECORDED, 0) - before
    approval.save(update_fields=["recorded"])
    dose_import.status, dose_import.committed_at = _status_of(dose_import), at
    dose_import.save(update_fields=["status", "committed_at"])
    audit.record(
        "import.part_recorded",
        dose_import,
        by=by,
        at=at,
        recorded=approval.recorded,
        counts=dose_import.counts,
    )
    return approval


@transaction.atomic
def _wait_again(approval_id: int, at: datetime) -> ImportApproval:
    approval = ImportApproval.objects.get(pk=approval_id)
    dose_import = DoseImport.objects.select_for_update().get(pk=approval.dose_import_id)
    if dose_import.status == ImportStatus.COMMITTING:
        dose_import.status = _status_of(dose_import)
        dose_import.save(update_fields=["status"])
        approval.recorded = 0
        approval.save(update_fields=["recorded"])
        audit.record("import.not_committed", dose_import, by=machine("imports"), at=at)
    return approval


def _status_of(dose_import: DoseImport) -> ImportStatus:
    """A sheet is recorded when nothing of it waits for approval any more."""
    is_left = dose_import.counts.get(RowOutcome.NEW, 0) or not dose_import.counts.get(
        RowOutcome.RECORDED, 0
    )
    return ImportStatus.READY if is_left else ImportStatus.COMMITTED
