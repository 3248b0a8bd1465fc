"""Rows that name a report: the report is decided, and its ending is the correction."""

from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.facts import Way
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import accept_report, take_up_report, undo_acceptance
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import Dose
from sotiem.foundation.refusals import Refusal
from sotiem.mending.facts import RowTrouble, Subject
from sotiem.mending.models import MendingRow, MendingSheet
from sotiem.mending.operations._amend import leave_out
from sotiem.mending.states import Fate
from sotiem.patients.models import Patient


def accept_with_row(
    sheet: MendingSheet, row: MendingRow, *, by: Staff, second: Staff | None, at: datetime
) -> None:
    """Accept the report of a row, if the record is still as it was shown."""
    assert row.report is not None
    if _current(row) != row.seen or _was_placed(row.report, since=sheet.uploaded_at):
        leave_out(row, RowTrouble.CHANGED_SINCE)
        return
    pk, note = row.report.pk, sheet.note
    try:
        with transaction.atomic():
            if row.report.status != ReportStatus.UNDER_REVIEW:
                take_up_report(report_id=pk, by=by, at=at)
            done = accept_report(report_id=pk, note=note, by=by, at=at, way=Way.SHEET)
            if done.status == ReportStatus.AWAITING_SECOND and second is not None:
                accept_report(report_id=pk, note=note, by=second, at=at, way=Way.SHEET)
    except Refusal as refusal:
        leave_out(row, RowTrouble.REFUSED_BY_RULE, type(refusal).__name__)
    else:
        row.fate, row.made = Fate.DONE, _current(row)


def undo_with_row(sheet: MendingSheet, row: MendingRow, *, by: Staff, at: datetime) -> None:
    """Take back the acceptance of a row's report; what was built on it since stays."""
    assert row.report is not None
    try:
        with transaction.atomic():
            undo_acceptance(report_id=row.report.pk, note=sheet.undo_note, by=by, at=at)
    except Refusal as refusal:
        leave_out(row, RowTrouble.REFUSED_BY_RULE, type(refusal).__name__)
        row.fate = Fate.KEPT
    else:
        row.fate = Fate.UNDONE


def _was_placed(report: CorrectionReport, *, since: datetime) -> bool:
    """Whether an officer said meanwhile that the report is about something else."""
    return report.placed_at is not None and report.placed_at >= since


def _current(row: MendingRow) -> int:
    """The version that stands on record of what the row corrects."""
    if row.subject == Subject.DOSE:
        return Dose.objects.values_list("current_id", flat=True).get(pk=row.dose_id or 0)
    return Patient.objects.values_list("current_id", flat=True).get(pk=row.patient_id or 0)
