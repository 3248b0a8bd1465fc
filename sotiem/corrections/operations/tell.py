"""What the sender of a report is told, each time its state changes: once for each round."""

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
from sotiem.corrections.facts import KINDS, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.rules import VIETNAM
from sotiem.foundation.bulk import array_of
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once

# The public page of a tracking code: its address stands in messages that outlive a release.
TRACKING_PAGE: Final = "/so-tiem/tra-cuu/"


def tell_reporter(event: ReportAccepted | ReportRefused) -> None:
    """Tell who sent a report that it was decided, what changed, or what would be accepted."""
    report = CorrectionReport.objects.get(pk=event.report_id)
    decision = report.decisions.filter(decided_at__lte=event.at).latest("pk")
    if isinstance(event, ReportAccepted):
        change = KINDS[ReportKind(report.kind)].ending
        _tell(report, "report_accepted", at=event.at, round_=decision.round, change=change)
    else:
        wanted = decision.reason
        _tell(report, "report_refused", at=event.at, round_=decision.round, wanted=wanted)


def acknowledge(report: CorrectionReport, *, at: datetime) -> None:
    """Tell who sent a report that it arrived, and by when it will be answered."""
    _tell(report, "report_received", at=at, due=_due(report))


def tell_moved(report: CorrectionReport, *, at: datetime) -> None:
    """Tell who sent a report that another unit answers it now, by the same hour."""
    _tell(report, "report_moved", at=at, again=f"{at:%Y%m%dT%H%M%S}")


def tell_placed(report: CorrectionReport, *, at: datetime) -> None:
    """Tell who sent a report that an officer put it under its right kind."""
    _tell(report, "report_placed", at=at, again=f"{at:%Y%m%dT%H%M%S}")


def tell_overdue(report_ids: Sequence[int], *, at: datetime) -> None:
    """Tell who sent these that nobody answered in time, and the level above has them now."""
    _tell_many(report_ids, "report_overdue", at=at)


def tell_extended(report: CorrectionReport, *, at: datetime) -> None:
    """Tell who sent a report that its answer takes longer, and until when."""
    _tell(report, "report_extended", at=at, due=_due(report))


def tell_joined(event: ReportsJoined) -> None:
    """Tell who sent these that they are answered together with what was sent before."""
    _tell_many(event.report_ids, "report_joined", at=event.at)


def tell_answered(event: ReportsAnswered) -> None:
    """Tell who sent these that the record says so already, and what to do if it does not."""
    _tell_many(event.report_ids, "report_already", at=event.at)


def tell_opened_again(report: CorrectionReport, *, at: datetime) -> None:
    """Tell who sent a refused report that it is looked at once more."""
    _tell(report, "report_reopened", at=at)


def tell_undone(report: CorrectionReport, *, at: datetime) -> None:
    """Tell who sent an accepted report that what it changed is taken back, and looked at again."""
    _tell(report, "report_undone", at=at)


def tracking_address(code: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{TRACKING_PAGE}{code}"


def _tell_many(report_ids: Sequence[int], purpose: str, *, at: datetime) -> None:
    rows = CorrectionReport.objects.filter(pk__in=array_of(report_ids)).order_by("pk")
    told = rows.values_list("reporter_phone", "tracking_code", "round")
    drafts = [_draft(phone, code, purpose, round_=round_) for phone, code, round_ in told]
    send_once(drafts=drafts, at=at)


def _tell(
    report: CorrectionReport,
    purpose: str,
    *,
    at: datetime,
    round_: int = 0,
    again: str = "",
    **values: str,
) -> None:
    draft = _draft(
        report.reporter_phone,
        report.tracking_code,
        purpose,
        round_=round_ or report.round,
        again=again,
        **values,
    )
    send_once(drafts=[draft], at=at)


def _draft(
    phone: str, code: str, purpose: str, *, round_: int, again: str = "", **values: str
) -> Draft:
    once = ":".join(filter(None, (purpose, code, str(round_), again)))
    told = {"code": code, "address": tracking_address(code), **values}
    return Draft(phone=phone, purpose=purpose, once=once, values=told)


def _due(report: CorrectionReport) -> str:
    return f"{report.answer_due_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}"
