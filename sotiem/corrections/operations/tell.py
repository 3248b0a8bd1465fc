from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.corrections.events import ReportAccepted, ReportRefused
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.rules import VIETNAM
from sotiem.messages.models import Message
from sotiem.messages.operations import send_message

# The public page of a tracking code: its address stands in messages that outlive a release.
TRACKING_PAGE: Final = "/so-tiem/tra-cuu/"


def tell_reporter(event: ReportAccepted | ReportRefused) -> Message:
    """Tell who sent a report that it was decided, and where to read how."""
    report = CorrectionReport.objects.get(pk=event.report_id)
    purpose = "report_accepted" if isinstance(event, ReportAccepted) else "report_refused"
    return send_message(
        phone=report.reporter_phone,
        purpose=purpose,
        values={"code": report.tracking_code, "address": tracking_address(report)},
        at=event.at,
    )


def acknowledge(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a report that it arrived, and by when it will be answered."""
    due = report.answer_due_at.astimezone(VIETNAM)
    return send_message(
        phone=report.reporter_phone,
        purpose="report_received",
        values={
            "code": report.tracking_code,
            "due": f"{due:%H:%M %d/%m/%Y}",
            "address": tracking_address(report),
        },
        at=at,
    )


def tell_moved(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a report that another unit answers it now, by the same hour."""
    return send_message(
        phone=report.reporter_phone,
        purpose="report_moved",
        values={"code": report.tracking_code, "address": tracking_address(report)},
        at=at,
    )


def tell_extended(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a report that its answer takes longer, and until when."""
    due = report.answer_due_at.astimezone(VIETNAM)
    return send_message(
        phone=report.reporter_phone,
        purpose="report_extended",
        values={
            "code": report.tracking_code,
            "due": f"{due:%H:%M %d/%m/%Y}",
            "address": tracking_address(report),
        },
        at=at,
    )


def tell_opened_again(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a refused report that it is looked at once more."""
    return send_message(
        phone=report.reporter_phone,
        purpose="report_reopened",
        values={"code": report.tracking_code, "address": tracking_address(report)},
        at=at,
    )


def tracking_address(report: CorrectionReport) -> str:
    return f"{settings.PUBLIC_ADDRESS}{TRACKING_PAGE}{report.tracking_code}"
