from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions, rules
from sotiem.corrections.events import ReportsMoved
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._move import MoveNotAllowed, SomebodyElseHasIt, lock_report
from sotiem.corrections.operations.tell import tell_extended
from sotiem.foundation import audit, events
from sotiem.foundation.refusals import Refusal, require


class ExtensionNeedsAReason(Refusal):
    """Who takes more time says why."""


class ExtendedAlready(Refusal):
    """The law gives more time once."""


class TooLateToExtend(Refusal):
    """The answer is overdue: it is given now, or by the unit above."""


@transaction.atomic
def extend_report(*, report_id: int, note: str, by: Staff, at: datetime) -> CorrectionReport:
    """Take more time for an answer, once and for a reason; its sender is told until when."""
    report = lock_report(report_id)
    require(permissions.can_see(by, report))
    if not report.is_open:
        raise MoveNotAllowed
    if not permissions.can_extend(by, report):
        raise ExtendedAlready if report.extended_at else SomebodyElseHasIt
    if not note.strip():
        raise ExtensionNeedsAReason
    if at > report.answer_due_at:
        raise TooLateToExtend
    was_due = report.answer_due_at
    report.extended_at = at
    report.answer_due_at = rules.extended_answer(report.appealed_at or report.submitted_at)
    report.save(update_fields=["extended_at", "answer_due_at"])
    audit.record(
        "correction_report.extended",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        reason=note.strip(),
        code=report.tracking_code,
        was_due=was_due.isoformat(),
        due=report.answer_due_at.isoformat(),
    )
    events.publish(ReportsMoved(report_ids=(report.pk,), at=at))
    tell_extended(report, at=at)
    return report
