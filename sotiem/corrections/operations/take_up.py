from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._move import lock_report, move_report
from sotiem.corrections.states import ReportStatus


@transaction.atomic
def take_up_report(*, report_id: int, by: Staff, at: datetime) -> CorrectionReport:
    """Take a report up: from now on it has a reviewer."""
    return move_report(lock_report(report_id), to=ReportStatus.UNDER_REVIEW, by=by, at=at)


@transaction.atomic
def put_back_report(*, report_id: int, by: Staff, at: datetime) -> CorrectionReport:
    """Put a report back in the queue, for somebody else to take up."""
    return move_report(lock_report(report_id), to=ReportStatus.SUBMITTED, by=by, at=at)
