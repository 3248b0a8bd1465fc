"""A whole sheet is taken back, some hundred rows a transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import models, transaction

from sotiem.accounts.facts import Staff
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import DoseVersion
from sotiem.doses.operations import amend_doses
from sotiem.foundation import jobs
from sotiem.foundation.refusals import Refusal, require
from sotiem.mending import permissions
from sotiem.mending.facts import Subject
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.operations._amend import each_alone_if_refused, origin_of, unchanged
from sotiem.mending.operations._count import recount
from sotiem.mending.operations._move import SheetHasGoneOn, lock_sheet, move_sheet
from sotiem.mending.operations._reports import undo_with_row
from sotiem.mending.states import Fate, SheetStatus
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import PatientVersion
from sotiem.patients.operations import amend_patients, lock_patients

ROWS_AT_ONCE: Final = 500


class UndoNeedsWords(Refusal):
    """Nobody said why the sheet is taken back."""


@transaction.atomic
def begin_undo(*, sheet_id: int, note: str, by: Staff, at: datetime) -> MendingSheet:
    """Take the officer's word that a whole sheet be taken back; a job does it. Twice is once."""
    sheet = lock_sheet(sheet_id)
    require(permissions.can_see(by, sheet))
    if sheet.status in (SheetStatus.UNDOING, SheetStatus.UNDONE):
        return sheet
    if sheet.status != SheetStatus.COMMITTED:
        raise SheetHasGoneOn
    if not note.strip():
        raise UndoNeedsWords
    sheet.undo_note, sheet.undone_by_id = note.strip(), by.user_id
    sheet.save(update_fields=["undo_note", "undone_by"])
    move_sheet(sheet, to=SheetStatus.UNDOING, by=by, at=at, note=sheet.undo_note)
    jobs.enqueue("undo_corrections", sheet_id=sheet.pk)
    return sheet


def undo_corrections(*, sheet_id: int, by: Staff, at: datetime) -> MendingSheet:
    """Give everything that a sheet corrected the facts of before, as a next version.

    What somebody changed since stays and is told. Broken off, it goes on where it stopped. Of an
    officer who may no longer, nothing is done.
    """
    if not permissions.can_see(by, MendingSheet.objects.get(pk=sheet_id)):
        return _finish(sheet_id, to=SheetStatus.COMMITTED, by=by, at=at)
    while _undo_some(sheet_id, by=by, at=at):
        pass
    while _undo_one(sheet_id, by=by, at=at):
        pass
    return _finish(sheet_id, to=SheetStatus.UNDONE, by=by, at=at)


@transaction.atomic
def _undo_some(sheet_id: int, *, by: Staff, at: datetime) -> bool:
    sheet = lock_sheet(sheet_id)
    rows = list(_done(sheet).filter(report__isnull=True)[:ROWS_AT_ONCE])
    if not rows:
        return False
    lock_patients(sorted({row.patient_id for row in rows if row.patient_id is not None}))
    still = unchanged(rows, since="made")
    each_alone_if_refused(
        [row for row in still if row.subject == Subject.DOSE],
        lambda some: _put_doses_back(sheet, some, by=by, at=at),
    )
    each_alone_if_refused(
        [row for row in still if row.subject == Subject.PERSON],
        lambda some: _put_people_back(sheet, some, by=by, at=at),
    )
    _save(sheet, rows)
    return True


@transaction.atomic
def _undo_one(sheet_id: int, *, by: Staff, at: datetime) -> bool:
    sheet = lock_sheet(sheet_id)
    row = _done(sheet).select_related("report").first()
    if row is None:
        return False
    undo_with_row(sheet, row, by=by, at=at)
    _save(sheet, [row])
    return True


@transaction.atomic
def _finish(sheet_id: int, *, to: SheetStatus, by: Staff, at: datetime) -> MendingSheet:
    sheet = lock_sheet(sheet_id)
    if sheet.status == SheetStatus.UNDOING:
        sheet.undone_at = at if to == SheetStatus.UNDONE else None
        sheet.save(update_fields=["undone_at"])
        move_sheet(sheet, to=to, by=by, at=at, note=sheet.undo_note)
    return sheet


def _done(sheet: MendingSheet) -> models.QuerySet[MendingRow]:
    rows = MendingRow.objects.filter(sheet=sheet, fate=Fate.DONE).order_by("number", "subject")
    return rows if sheet.status == SheetStatus.UNDOING else rows.none()


def _put_doses_back(
    sheet: MendingSheet, rows: Sequence[MendingRow], *, by: Staff, at: datetime
) -> None:
    before = DoseVersion.objects.in_bulk([row.seen for row in rows])
    amend_doses(
        facts={row.dose_id or 0: before[row.seen].facts for row in rows},
        origins={row.dose_id or 0: origin_of(sheet, row) for row in rows},
        reason=DoseReason.UNDONE,
        by=by,
        at=at,
    )
    for row in rows:
        row.fate = Fate.UNDONE


def _put_people_back(
    sheet: MendingSheet, rows: Sequence[MendingRow], *, by: Staff, at: datetime
) -> None:
    before = PatientVersion.objects.in_bulk([row.seen for row in rows])
    amend_patients(
        facts={row.patient_id or 0: before[row.seen].facts for row in rows},
        origins={row.patient_id or 0: origin_of(sheet, row) for row in rows},
        reason=PatientReason.UNDONE,
        by=by,
        at=at,
    )
    for row in rows:
        row.fate = Fate.UNDONE


def _save(sheet: MendingSheet, rows: Sequence[MendingRow]) -> None:
    for row in rows:
        if row.fate != Fate.UNDONE:
            row.fate = Fate.KEPT
    MendingRow.objects.bulk_update(rows, ["fate", "findings"])
    recount(sheet, before=[Fate.DONE] * len(rows), after=[row.fate for row in rows])
