from collections.abc import Collection

from sotiem.accounts.facts import Staff
from sotiem.foundation.refusals import Refusal, require
from sotiem.imports.models import DoseImport
from sotiem.imports.permissions import can_import
from sotiem.imports.states import ImportStatus


class NotWaitingForThis(Refusal):
    """The sheet is at another point of its life; details: status."""


def locked_import(import_id: int, *, by: Staff) -> DoseImport:
    """Hold the import until the transaction ends, for someone who may decide on it."""
    imports = DoseImport.objects.select_for_update(of=("self",)).select_related("facility")
    dose_import = imports.get(pk=import_id)
    require(can_import(by, dose_import.facility))
    return dose_import


def require_status(dose_import: DoseImport, allowed: Collection[ImportStatus]) -> None:
    """Refuse unless the import is at one of these points."""
    if dose_import.status not in allowed:
        raise NotWaitingForThis(status=dose_import.status)
