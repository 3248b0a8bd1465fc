from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction, Staff
from sotiem.corrections import permissions, rules
from sotiem.corrections.events import ReportsMoved
from sotiem.corrections.facts import TransferCause
from sotiem.corrections.models import CorrectionReport, Transfer
from sotiem.corrections.operations._move import MoveNotAllowed, SomebodyElseHasIt, lock_report
from sotiem.corrections.operations.tell import tell_moved
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require

SENDABLE = (ReportStatus.SUBMITTED, ReportStatus.UNDER_REVIEW)


class TransferNeedsAReason(Refusal):
    """Who sends a report to another unit says why it is theirs."""


class UnitHasItAlready(Refusal):
    """The unit named is the one that is responsible now."""


class UnitNeedsANewReason(Refusal):
    """The unit named had this report before, and nothing new is said."""


@transaction.atomic
def send_on_report(
    *, report_id: int, to: Jurisdiction, note: str, by: Staff, at: datetime
) -> CorrectionReport:
    """Say that a report is another unit's, whose and why; it goes there, its clock goes on.

    Where two units send it to each other, the unit above both gets it instead.
    """
    note = " ".join(note.split())
    report = lock_report(report_id)
    _require_hers_to_send(report, by)
    if not note:
        raise TransferNeedsAReason
    if to.path == report.path:
        raise UnitHasItAlready
    earlier = list(Transfer.objects.filter(report=report).order_by("pk"))
    had_it = {move.from_path for move in earlier} | {move.named_path for move in earlier}
    if to.path in had_it and any(rules.same_words(note, move.note) for move in earlier):
        raise UnitNeedsANewReason
    goes_to = rules.destination(report.path, to.path, had_it)
    _send(report, named=to.path, goes_to=goes_to, note=note, by=by, at=at)
    events.publish(ReportsMoved(report_ids=(report.pk,), at=at))
    tell_moved(report, at=at)
    return report


def _require_hers_to_send(report: CorrectionReport, by: Staff) -> None:
    require(permissions.can_see(by, report))
    if ReportStatus(report.status) not in SENDABLE:
        raise MoveNotAllowed
    if not permissions.can_send_on(by, report):
        raise SomebodyElseHasIt


def _send(
    report: CorrectionReport, *, named: str, goes_to: str, note: str, by: Staff, at: datetime
) -> None:
    came_from = report.path
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
    report.status, report.reviewer_id = ReportStatus.SUBMITTED, None
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
