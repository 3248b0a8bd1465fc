"""Rows in hand: held with their sheet, moved from one outcome to another."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sotiem.accounts.facts import Staff
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.operations import withdraw_dose
from sotiem.foundation.refusals import Refusal
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations._record import recounted
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.operations.move import locked_import, require_status
from sotiem.imports.states import ImportStatus, RowOutcome

# A dose that was recorded on an answer: later than this, only a report puts it right.
UNDO_WITHIN: Final = timedelta(hours=24)


class TooLateToTakeBack(Refusal):
    """The dose was recorded long ago; others may rely on it."""


def held_row(row_id: int, *, by: Staff) -> ImportRow:
    """Hold the sheet: none of its rows is committed or answered meanwhile."""
    dose_import = locked_import(ImportRow.objects.get(pk=row_id).dose_import_id, by=by)
    require_status(dose_import, {ImportStatus.READY, ImportStatus.COMMITTED})
    row = fresh_row(row_id)
    row.dose_import = dose_import
    return row


def fresh_row(row_id: int) -> ImportRow:
    rows = ImportRow.objects.select_related("answer", "decision", "dose_import")
    return rows.get(pk=row_id)


def move_rows(rows: Sequence[ImportRow], *, before: Sequence[str], at: datetime) -> None:
    """Keep what became of rows of one sheet, and let counts and work list follow."""
    dose_import: DoseImport = rows[0].dose_import
    after = [str(row.outcome) for row in rows]
    dose_import.counts = recounted(dose_import.counts, before=before, after=after)
    dose_import.save(update_fields=["counts", "rows_decided"])
    for row in rows:
        row.save(update_fields=["outcome", "problems", "dose", "patient"])
    keep_waiting(dose_import, at=at, asking_anew=[row.pk for row in rows])


def withdraw_recorded(row: ImportRow, *, by: Staff, at: datetime) -> None:
    """The dose recorded on somebody's word no longer counts; too late when it is a day old."""
    if row.dose_id is None:
        return
    dose = Dose.objects.select_related("current").get(pk=row.dose_id)
    if dose.current.status != DoseStatus.COMPLETED:
        return
    if at - dose.recorded_at > UNDO_WITHIN:
        raise TooLateToTakeBack
    withdraw_dose(dose_id=dose.pk, origin=origin_of(row), by=by, at=at)


def origin_of(row: ImportRow) -> str:
    return f"{row.dose_import.origin}#{row.number}"


def is_recorded_at_once(row: ImportRow) -> bool:
    """Whether the sheet is recorded already, so that a row decided now is not left behind."""
    return bool(row.outcome == RowOutcome.NEW and row.dose_import.status == ImportStatus.COMMITTED)
