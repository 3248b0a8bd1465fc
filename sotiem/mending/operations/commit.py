"""A sheet of corrections is carried out, some hundred rows a transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import models, transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation import jobs
from sotiem.foundation.refusals import Refusal, require
from sotiem.mending import permissions
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.operations._amend import amend_rows
from sotiem.mending.operations._count import recount
from sotiem.mending.operations._move import SheetHasGoneOn, lock_sheet, move_sheet
from sotiem.mending.operations._reports import accept_with_row
from sotiem.mending.states import Fate, SheetStatus

ROWS_AT_ONCE: Final = 500


class CommitNeedsAReason(Refusal):
    """Who corrects the record by a sheet says on what grounds."""


class NothingToCorrect(Refusal):
    """No row of the sheet would change anything."""


class SecondMustBeAnother(Refusal):
    """A sheet that opens somebody's record is agreed with by a second officer."""


@transaction.atomic
def begin_corrections(*, sheet_id: int, note: str, by: Staff, at: datetime) -> MendingSheet:
    """Take the officer's word that the record be corrected; a job does it. Twice is once.

    Where a row opens a record to a new number or telephone, the whole sheet waits for a second
    officer.
    """
    sheet = lock_sheet(sheet_id)
    require(permissions.can_see(by, sheet))
    if sheet.status in (SheetStatus.COMMITTING, SheetStatus.COMMITTED):
        return sheet
    if sheet.status != SheetStatus.READY:
        raise SheetHasGoneOn
    if not note.strip():
        raise CommitNeedsAReason
    if not sheet.counts.get(Fate.CHANGES):
        raise NothingToCorrect
    sheet.note, sheet.committed_by_id = note.strip(), by.user_id
    sheet.save(update_fields=["note", "committed_by"])
    if sheet.takes_two:
        move_sheet(sheet, to=SheetStatus.AWAITING_SECOND, by=by, at=at, note=sheet.note)
    else:
        _begin(sheet, by=by, at=at)
    return sheet


@transaction.atomic
def agree_with_corrections(*, sheet_id: int, by: Staff, at: datetime) -> MendingSheet:
    """A second officer agrees with the whole sheet; now a job carries it out."""
    sheet = lock_sheet(sheet_id)
    require(permissions.can_see(by, sheet))
    if sheet.status != SheetStatus.AWAITING_SECOND:
        raise SheetHasGoneOn
    if not permissions.can_agree(by, sheet):
        raise SecondMustBeAnother
    sheet.agreed_by_id = by.user_id
    sheet.save(update_fields=["agreed_by"])
    _begin(sheet, by=by, at=at)
    return sheet


def carry_out_corrections(
    *, sheet_id: int, by: Staff, second: Staff | None, at: datetime
) -> MendingSheet:
    """Correct the record row by row, as it was shown; what changed since is left and told.

    Broken off, it goes on where it stopped. Of an officer who may no longer, nothing is done.
    """
    if not permissions.can_see(by, MendingSheet.objects.get(pk=sheet_id)):
        return _finish(sheet_id, to=SheetStatus.READY, by=by, at=at)
    while _correct_some(sheet_id, by=by, at=at):
        pass
    while _decide_one(sheet_id, by=by, second=second, at=at):
        pass
    return _finish(sheet_id, to=SheetStatus.COMMITTED, by=by, at=at)


def _begin(sheet: MendingSheet, *, by: Staff, at: datetime) -> None:
    move_sheet(sheet, to=SheetStatus.COMMITTING, by=by, at=at, note=sheet.note)
    jobs.enqueue("carry_out_corrections", sheet_id=sheet.pk)


@transaction.atomic
def _correct_some(sheet_id: int, *, by: Staff, at: datetime) -> bool:
    sheet = lock_sheet(sheet_id)
    rows = list(_to_do(sheet).filter(report__isnull=True)[:ROWS_AT_ONCE])
    if rows:
        amend_rows(sheet, rows, by=by, at=at)
        _save(sheet, rows)
    return bool(rows)


@transaction.atomic
def _decide_one(sheet_id: int, *, by: Staff, second: Staff | None, at: datetime) -> bool:
    sheet = lock_sheet(sheet_id)
    row = _to_do(sheet).select_related("report").first()
    if row is None:
        return False
    accept_with_row(sheet, row, by=by, second=second, at=at)
    _save(sheet, [row])
    return True


@transaction.atomic
def _finish(sheet_id: int, *, to: SheetStatus, by: Staff, at: datetime) -> MendingSheet:
    sheet = lock_sheet(sheet_id)
    if sheet.status == SheetStatus.COMMITTING:
        sheet.committed_at = at if to == SheetStatus.COMMITTED else None
        sheet.agreed_by = sheet.agreed_by if to == SheetStatus.COMMITTED else None
        sheet.save(update_fields=["committed_at", "agreed_by"])
        move_sheet(sheet, to=to, by=by, at=at, note=sheet.note)
    return sheet


def _to_do(sheet: MendingSheet) -> models.QuerySet[MendingRow]:
    rows = MendingRow.objects.filter(sheet=sheet, fate=Fate.CHANGES).order_by("number", "subject")
    return rows if sheet.status == SheetStatus.COMMITTING else rows.none()


def _save(sheet: MendingSheet, rows: Sequence[MendingRow]) -> None:
    MendingRow.objects.bulk_update(rows, ["fate", "findings", "made"])
    recount(sheet, before=[Fate.CHANGES] * len(rows), after=[row.fate for row in rows])
