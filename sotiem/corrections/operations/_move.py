from datetime import datetime

from sotiem.accounts.facts import Citizen, Staff
from sotiem.corrections import permissions
from sotiem.corrections.models import CorrectionReport, FacilityQuestion
from sotiem.corrections.states import DECIDED, OPEN, ReportStatus, may_move
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require


class MoveNotAllowed(Refusal):
    """The report has meanwhile gone on, or was never so far."""


class SomebodyElseHasIt(Refusal):
    """Another officer has taken the report up."""


class NobodyDecidesTwice(Refusal):
    """A second decision must come from a second officer."""


class NobodyReviewsTheirOwnEntry(Refusal):
    """This officer recorded the very dose that the report is about."""


def lock_report(report_id: int) -> CorrectionReport:
    """Hold a report until the transaction ends."""
    reports = CorrectionReport.objects.select_related("dose__current", "patient")
    return reports.select_for_update(of=("self",)).get(pk=report_id)


def move_report(
    report: CorrectionReport,
    *,
    to: ReportStatus,
    by: Staff | Citizen,
    at: datetime,
    reason: str = "",
    note: str = "",
) -> CorrectionReport:
    """Ask whether this move is allowed, make it on a locked report, leave a trace."""
    require_allowed(report, to=to, by=by, at=at)
    if not may_move(ReportStatus(report.status), to):
        raise MoveNotAllowed
    return make_move(report, to=to, by=by, at=at, reason=reason, note=note)


def make_move(
    report: CorrectionReport,
    *,
    to: ReportStatus,
    by: Actor,
    at: datetime,
    reason: str = "",
    note: str = "",
    action: str = "",
) -> CorrectionReport:
    """Make a move that is known to be allowed; a question the report waited for is closed."""
    came_from = ReportStatus(report.status)
    if came_from == ReportStatus.WAITING_FOR_FACILITY:
        FacilityQuestion.objects.open().filter(report=report).update(closed_at=at)
    report.status = to
    report.decided_at = at if to in DECIDED else None
    if to == ReportStatus.SUBMITTED:
        report.reviewer_id = None
    elif to == ReportStatus.UNDER_REVIEW and isinstance(by, Staff):
        report.reviewer_id = by.user_id
    report.save(update_fields=["status", "decided_at", "reviewer"])
    audit.record(
        action or f"correction_report.{'put_back' if to == ReportStatus.SUBMITTED else to}",
        report,
        by=by,
        at=at,
        patient_id=report.patient_id,
        reason=note,
        code=report.tracking_code,
        came_from=came_from,
        refusal=reason,
    )
    return report


def require_allowed(
    report: CorrectionReport, *, to: ReportStatus, by: Staff | Citizen, at: datetime
) -> None:
    """Refuse, in words that fit, who may not make this move."""
    if isinstance(by, Citizen):
        require(to == ReportStatus.WITHDRAWN and permissions.is_own(by, report))
        return
    require(to != ReportStatus.WITHDRAWN and permissions.can_see(by, report))
    if not permissions.can_review(by, report) and to != ReportStatus.SUBMITTED:
        raise NobodyReviewsTheirOwnEntry
    if to != ReportStatus.SUBMITTED and permissions.has_refused(by, report):
        raise NobodyDecidesTwice
    if report.status == ReportStatus.WAITING_FOR_FACILITY and to == ReportStatus.UNDER_REVIEW:
        if report.reviewer_id not in (None, by.user_id):
            raise SomebodyElseHasIt
        return
    if report.status not in OPEN or to == ReportStatus.UNDER_REVIEW:
        return  # nobody's, or gone on: the table of moves answers
    if report.status == ReportStatus.AWAITING_SECOND and report.reviewer_id == by.user_id:
        raise NobodyDecidesTwice
    mine = (
        permissions.can_put_back(by, report, at=at)
        if to == ReportStatus.SUBMITTED
        else permissions.can_decide(by, report)
    )
    if report.status == ReportStatus.UNDER_REVIEW and not mine:
        raise SomebodyElseHasIt
