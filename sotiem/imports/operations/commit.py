from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations._approved import looking_up, record_approved
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.states import ImportStatus


@transaction.atomic
def begin_commit(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Take the clerk's word that the new doses be recorded; a job does it. Twice is once."""
    dose_import = locked_import(import_id, by=by)
    if dose_import.status in (ImportStatus.COMMITTING, ImportStatus.COMMITTED):
        return dose_import
    require_status(dose_import, {ImportStatus.READY})
    dose_import.status = ImportStatus.COMMITTING
    dose_import.save(update_fields=["status"])
    audit.record("import.approved", dose_import, by=by, at=at)
    jobs.enqueue("commit_import", import_id=import_id, user_id=by.user_id)
    return dose_import


def finish_commit(*, import_id: int, by: Staff, at: datetime, processes: int = 1) -> DoseImport:
    """Do what the clerk asked for; when she may no longer, the sheet waits again for someone."""
    try:
        return commit_import(import_id=import_id, by=by, at=at, processes=processes)
    except NotAllowed:
        return _wait_again(import_id, at)


@transaction.atomic
def _wait_again(import_id: int, at: datetime) -> DoseImport:
    dose_import = DoseImport.objects.select_for_update().get(pk=import_id)
    if dose_import.status == ImportStatus.COMMITTING:
        dose_import.status = ImportStatus.READY
        dose_import.save(update_fields=["status"])
        audit.record("import.not_committed", dose_import, by=machine("imports"), at=at)
    return dose_import


@transaction.atomic
def commit_import(*, import_id: int, by: Staff, at: datetime, processes: int = 1) -> DoseImport:
    """Record the new doses of a sheet: all or none. Asking again adds nothing.

    What changed since the check is seen: a dose that became known is not recorded again, a person
    about whom there is a doubt now waits for someone to look.
    """
    dose_import = locked_import(import_id, by=by)
    if dose_import.status == ImportStatus.COMMITTED:
        return dose_import
    require_status(dose_import, {ImportStatus.READY, ImportStatus.COMMITTING})
    with looking_up(dose_import, processes=processes) as each:
        rows = list(ImportRow.objects.filter(dose_import=dose_import).to_record().without_content())
        record_approved(dose_import, rows, by=by, at=at, each=each)
    dose_import.status, dose_import.committed_at = ImportStatus.COMMITTED, at
    dose_import.save(update_fields=["status", "committed_at", "counts"])
    audit.record("import.committed", dose_import, by=by, at=at, counts=dose_import.counts)
    return dose_import
