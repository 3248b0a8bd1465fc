"""A report that is locked goes to the unit that an officer names."""

from collections.abc import Sequence
from datetime import datetime

from sotiem.accounts.facts import Staff
from sotiem.corrections import rules
from sotiem.corrections.facts import TransferCause
from sotiem.corrections.models import CorrectionReport, Transfer
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit


def units_of(earlier: Sequence[Transfer]) -> set[str]:
    """The units that had a report, or were said to be its own."""
    return {move.from_path for move in earlier} | {move.named_path for move in earlier}


def put_back(report: CorrectionReport) -> None:
    """Nobody holds the report any more, once it is saved."""
    report.status, report.reviewer_id = ReportStatus.SUBMITTED, None


def hand_on(
    report: CorrectionReport,
    *,
    named: str,
    earlier: Sequence[Transfer],
    note: str,
    by: Staff,
    at: datetime,
) -> None:
    """Give a report to the unit that is named, or to the one above both where that one had it."""
    came_from = report.path
    goes_to = rules.destination(came_from, named, units_of(earlier))
    Transfer.objects.create(
        report=report,
        cause=TransferCause.NOT_OURS,
        from_path=came_from,
        named_path=named,
        to_path=goes_to,
        note=note,
        moved_by=by.label,
        moved_at=at,
    )
    report.path, report.climbed_from, report.climbed_at = goes_to, "", None
    report.save(update_fields=["path", "climbed_from", "climbed_at", "status", "reviewer"])
    audit.record(
        "correction_report.sent_on",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        reason=note,
        code=report.tracking_code,
        came_from=came_from,
        named=named,
        goes_to=goes_to,
    )
