from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.imports.models import DoseImport
from sotiem.imports.operations.commit import begin_commit
from sotiem.imports.operations.move import NotWaitingForThis, locked_import
from sotiem.imports.states import ImportStatus

_JOB: Final = "commit_checked_import"
_SECONDS: Final = 2


@transaction.atomic
def commit_when_checked(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Take the clerk's word that the new doses be recorded as soon as the rows are checked."""
    dose_import = locked_import(import_id, by=by)
    if dose_import.status != ImportStatus.CHECKING:
        return begin_commit(import_id=import_id, by=by, at=at)
    audit.record("import.approved", dose_import, by=by, at=at, before_check=True)
    jobs.enqueue(_JOB, import_id=import_id, user_id=by.user_id)
    return dose_import


@transaction.atomic
def finish_commit_when_checked(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Begin to record a sheet that was approved before it was checked; ask again while it is not.

    A sheet cancelled or refused meanwhile stays so; when the clerk may no longer, it waits.
    """
    dose_import = DoseImport.objects.get(pk=import_id)
    if dose_import.status == ImportStatus.CHECKING:
        jobs.enqueue_in(_SECONDS, _JOB, import_id=import_id, user_id=by.user_id)
        return dose_import
    try:
        return begin_commit(import_id=import_id, by=by, at=at)
    except NotWaitingForThis:
        return dose_import
    except NotAllowed:
        audit.record("import.not_committed", dose_import, by=machine("imports"), at=at)
        return dose_import
