from collections import Counter
from datetime import datetime
from typing import Final

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.facts import ReportKind
from sotiem.corrections.rules import claims_of, officers_needed
from sotiem.foundation import files
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import insert_many
from sotiem.imports.rules.workbook import BadSheet
from sotiem.mending.facts import Judged
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.operations._judge import judge
from sotiem.mending.operations._move import lock_sheet, move_sheet
from sotiem.mending.rules import CorrectionList, read_list
from sotiem.mending.states import Fate, SheetStatus

TOLD_EVERY: Final = 500  # rows


def check_corrections(*, sheet_id: int, by: Staff, at: datetime) -> MendingSheet:
    """Hold every row of a sheet against the record, for the officer who uploaded it.

    Asking again changes nothing.
    """
    sheet = MendingSheet.objects.select_related("file").get(pk=sheet_id)
    if sheet.status != SheetStatus.CHECKING:
        return sheet
    try:
        read = read_list(files.read(sheet.file))
    except BadSheet as bad:
        return _refuse(sheet_id, bad, at=at)
    return _keep(sheet_id, read, _judged(sheet_id, read, by=by, at=at), at=at)


def _judged(sheet_id: int, read: CorrectionList, *, by: Staff, at: datetime) -> list[Judged]:
    """What each row would do; whoever waits sees how many were looked at."""
    found: list[Judged] = []
    _tell(sheet_id, total=len(read.rows), done=0)
    for done, of_row in enumerate(judge(read.rows, by=by, at=at), start=1):
        found += of_row
        if done % TOLD_EVERY == 0:
            _tell(sheet_id, total=len(read.rows), done=done)
    return found


def _tell(sheet_id: int, *, total: int, done: int) -> None:
    waiting = MendingSheet.objects.filter(pk=sheet_id, status=SheetStatus.CHECKING)
    waiting.update(rows_total=total, rows_done=done)


@transaction.atomic
def _keep(sheet_id: int, read: CorrectionList, rows: list[Judged], *, at: datetime) -> MendingSheet:
    sheet = lock_sheet(sheet_id)
    if sheet.status != SheetStatus.CHECKING:
        return sheet
    insert_many(MendingRow, (_row(sheet, one) for one in rows))
    sheet.rows_total = sheet.rows_done = len(read.rows)
    sheet.counts = dict(Counter(str(one.fate) for one in rows))
    sheet.takes_two = any(_takes_two(one) for one in rows if one.fate == Fate.CHANGES)
    sheet.save(update_fields=["rows_total", "rows_done", "counts", "takes_two"])
    move_sheet(sheet, to=SheetStatus.READY, by=machine("mending"), at=at)
    return sheet


@transaction.atomic
def _refuse(sheet_id: int, bad: BadSheet, *, at: datetime) -> MendingSheet:
    sheet = lock_sheet(sheet_id)
    if sheet.status != SheetStatus.CHECKING:
        return sheet
    sheet.problem, sheet.problem_details = bad.problem, bad.details
    sheet.save(update_fields=["problem", "problem_details"])
    move_sheet(sheet, to=SheetStatus.REFUSED, by=machine("mending"), at=at)
    return sheet


def _takes_two(one: Judged) -> bool:
    """Whether a correction opens a record to whoever holds the new number or telephone."""
    return officers_needed(ReportKind.PERSON_WRONG, claims_of(one.change)) > 1


def _row(sheet: MendingSheet, one: Judged) -> MendingRow:
    return MendingRow(
        sheet=sheet,
        number=one.number,
        subject=one.subject,
        fate=one.fate,
        raw=dict(one.raw),
        change=one.change,
        findings=[finding.kept() for finding in one.findings],
        patient_id=one.patient_id,
        dose_id=one.dose_id,
        report_id=one.report_id,
        seen=one.seen,
    )
