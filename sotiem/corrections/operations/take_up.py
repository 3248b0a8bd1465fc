from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._move import MoveNotAllowed, lock_report, move_report
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.refusals import require


@transaction.atomic
def take_up_report(*, report_id: int, by: Staff, at: datetime) -> CorrectionReport:
    """Take a report up: it has a reviewer now, and waits for no facility any more."""
    return move_report(lock_report(report_id), to=ReportStatus.UNDER_REVIEW, by=by, at=at)


@transaction.atomic
def put_back_report(*, report_id: int, by: Staff, at: datetime) -> CorrectionReport:
    """Put a report back in the queue, for somebody else to take up."""
    report = lock_report(report_id)
    require(permissions.can_see(by, report))
    if report.status != ReportStatus.UNDER_REVIEW:
        raise MoveNotAllowed
    return move_report(report, to=ReportStatus.SUBMITTED, by=by, at=at)
