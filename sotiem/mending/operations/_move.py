from datetime import datetime

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal
from sotiem.mending.models import MendingSheet
from sotiem.mending.states import SheetStatus, may_move


class SheetHasGoneOn(Refusal):
    """The sheet has meanwhile gone on, or was never so far."""


def lock_sheet(sheet_id: int) -> MendingSheet:
    """Hold a sheet until the transaction ends."""
    return MendingSheet.objects.select_for_update().get(pk=sheet_id)


def move_sheet(
    sheet: MendingSheet, *, to: SheetStatus, by: Actor, at: datetime, note: str = ""
) -> None:
    """Make a move that the table allows, on a locked sheet; leave a trace."""
    if not may_move(SheetStatus(sheet.status), to):
        raise SheetHasGoneOn
    sheet.status = to
    sheet.save(update_fields=["status"])
    audit.record(f"mending_sheet.{to}", sheet, by=by, at=at, reason=note, counts=sheet.counts)
