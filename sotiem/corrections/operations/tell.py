from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.corrections.events import (
    ReportAccepted,
    ReportRefused,
    ReportsAnswered,
    ReportsJoined,
)
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.rules import VIETNAM
from sotiem.foundation.bulk import array_of
from sotiem.messages.models import Message
from sotiem.messages.operations import send_message, send_messages

# The public page of a tracking code: its address stands in messages that outlive a release.
TRACKING_PAGE: Final = "/so-tiem/tra-cuu/"


def tell_reporter(event: ReportAccepted | ReportRefused) -> Message:
    """Tell who sent a report that it was decided, and where to read how."""
    report = CorrectionReport.objects.get(pk=event.report_id)
    purpose = "report_accepted" if isinstance(event, ReportAccepted) else "report_refused"
    return _tell(report, purpose, at=event.at)


def acknowledge(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a report that it arrived, and by when it will be answered."""
    return _tell(report, "report_received", at=at, due=_due(report))


def tell_joined(event: ReportsJoined) -> None:
    """Tell who sent these that they are answered together with what was sent before."""
    _tell_many(event.report_ids, "report_joined", at=event.at)


def tell_answered(event: ReportsAnswered) -> None:
    """Tell who sent these that the record says so already, and what to do if it does not."""
    _tell_many(event.report_ids, "report_already", at=event.at)


def _tell_many(report_ids: Sequence[int], purpose: str, *, at: datetime) -> None:
    """One message for each phone, about the first of its reports."""
    reports = CorrectionReport.objects.filter(pk__in=array_of(report_ids)).order_by("-pk")
    told = {
        report.reporter_phone: {
            "code": report.tracking_code,
            "address": tracking_address(report),
        }
        for report in reports
    }
    send_messages(purpose=purpose, to=told, at=at)


def tell_moved(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a report that another unit answers it now, by the same hour."""
    return _tell(report, "report_moved", at=at)


def tell_extended(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a report that its answer takes longer, and until when."""
    return _tell(report, "report_extended", at=at, due=_due(report))


def tell_opened_again(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent a refused report that it is looked at once more."""
    return _tell(report, "report_reopened", at=at)


def tell_undone(report: CorrectionReport, *, at: datetime) -> Message:
    """Tell who sent an accepted report that what it changed is taken back, and looked at again."""
    return _tell(report, "report_undone", at=at)


def _tell(report: CorrectionReport, purpose: str, *, at: datetime, **values: str) -> Message:
    told = {"code": report.tracking_code, "address": tracking_address(report), **values}
    return send_message(phone=report.reporter_phone, purpose=purpose, values=told, at=at)


def _due(report: CorrectionReport) -> str:
    return f"{report.answer_due_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"


def tracking_address(report: CorrectionReport) -> str:
    return f"{settings.PUBLIC_ADDRESS}{TRACKING_PAGE}{report.tracking_code}"
