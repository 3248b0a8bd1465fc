from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.imports.models import DoseImport
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.states import ImportStatus, RowOutcome

_OPEN: Final = (
    ImportStatus.CHECKING,
    ImportStatus.ASKING,
    ImportStatus.READY,
    ImportStatus.REFUSED,
)


class PartlyRecorded(Refusal):
    """Doses of the sheet are on record; they can only be undone with the whole sheet."""


@transaction.atomic
def cancel_import(*, import_id: int, by: Staff, at: datetime) -> DoseImport:
    """Lay a sheet aside: nothing of it will be recorded. Asking again changes nothing."""
    dose_import = locked_import(import_id, by=by)
    if dose_import.status == ImportStatus.CANCELLED:
        return dose_import
    require_status(dose_import, _OPEN)
    if dose_import.counts.get(RowOutcome.RECORDED):
        raise PartlyRecorded
    dose_import.status = ImportStatus.CANCELLED
    dose_import.save(update_fields=["status"])
    keep_waiting(dose_import, at=at)
    audit.record("import.cancelled", dose_import, by=by, at=at)
    return dose_import
