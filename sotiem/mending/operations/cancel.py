from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation.refusals import require
from sotiem.mending import permissions
from sotiem.mending.models import MendingSheet
from sotiem.mending.operations._move import lock_sheet, move_sheet
from sotiem.mending.states import SheetStatus


@transaction.atomic
def cancel_corrections(*, sheet_id: int, by: Staff, at: datetime) -> MendingSheet:
    """Lay a sheet aside before anything of it was carried out."""
    sheet = lock_sheet(sheet_id)
    require(permissions.can_see(by, sheet))
    if sheet.status != SheetStatus.CANCELLED:
        move_sheet(sheet, to=SheetStatus.CANCELLED, by=by, at=at)
    return sheet
