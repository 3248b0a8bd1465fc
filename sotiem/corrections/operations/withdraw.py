from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Citizen
from sotiem.corrections.events import ReportWithdrawn
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._move import lock_report, move_report
from sotiem.corrections.operations.join import let_go
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import events


@transaction.atomic
def withdraw_report(*, report_id: int, by: Citizen, at: datetime) -> CorrectionReport:
    """Take a report back before it is decided; what was sent stays kept."""
    report = move_report(lock_report(report_id), to=ReportStatus.WITHDRAWN, by=by, at=at)
    let_go(report, by=by, at=at)
    events.publish(ReportWithdrawn(report_id=report.pk, at=at))
    return report
