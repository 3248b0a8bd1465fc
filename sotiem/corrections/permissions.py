"""Who may see, decide, put back or withdraw a report. What is not allowed here is refused."""

from datetime import datetime

from sotiem.accounts.facts import Citizen, Jurisdiction, Role, Staff
from sotiem.corrections.facts import Outcome, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import OPEN, ReportStatus
from sotiem.patients.queries import are_one_person


def can_see(by: Staff, report: CorrectionReport) -> bool:
    """Officers see the reports of their jurisdiction, and what they hold when it climbed."""
    if by.may(Role.OFFICER, report.path):
        return True
    holds_it = report.climbed_from != "" and report.reviewer_id == by.user_id
    return holds_it and by.may(Role.OFFICER, report.climbed_from)


def can_review(by: Staff, report: CorrectionReport) -> bool:
    """Officers review the reports of their jurisdiction, except on what they entered themselves."""
    return can_see(by, report) and not _is_own_entry(by, report)


def can_decide(by: Staff, report: CorrectionReport) -> bool:
    """Who took a report up decides it; where a second officer is needed, somebody else does."""
    if not can_review(by, report):
        return False
    if report.status == ReportStatus.AWAITING_SECOND:
        return report.reviewer_id != by.user_id
    return report.status == ReportStatus.UNDER_REVIEW and report.reviewer_id == by.user_id


def can_put_back(by: Staff, report: CorrectionReport, *, at: datetime) -> bool:
    """Its reviewer may; once the answer is overdue, any officer who could take it up may."""
    if report.status != ReportStatus.UNDER_REVIEW or not can_see(by, report):
        return False
    return report.reviewer_id == by.user_id or at > report.answer_due_at


def can_send_on(by: Staff, report: CorrectionReport) -> bool:
    """What nobody holds may be sent to its unit by any of its officers; else its reviewer may."""
    if not can_see(by, report):
        return False
    if report.status == ReportStatus.SUBMITTED:
        return True
    return report.status == ReportStatus.UNDER_REVIEW and report.reviewer_id == by.user_id


def can_extend(by: Staff, report: CorrectionReport) -> bool:
    """Once; its reviewer may, or any officer of the unit where nobody holds the report."""
    if report.extended_at is not None or report.status not in OPEN or not can_see(by, report):
        return False
    return report.reviewer_id in (None, by.user_id)


def can_reopen(by: Staff, report: CorrectionReport) -> bool:
    """What was refused may be opened again by an officer of the unit."""
    return report.status == ReportStatus.REFUSED and can_see(by, report)


def may_be_contradicted(report: CorrectionReport) -> bool:
    """Whether its sender was told that the record says so already: nothing was changed for her."""
    if report.status != ReportStatus.ACCEPTED:
        return False
    return report.decisions.filter(round=report.round, outcome=Outcome.ALREADY).exists()


def can_undo(by: Staff, report: CorrectionReport) -> bool:
    """What was accepted may be undone by an officer of the unit; nobody else need agree."""
    return report.status == ReportStatus.ACCEPTED and can_see(by, report)


def has_refused(by: Staff, report: CorrectionReport) -> bool:
    """Whether this officer decided before what is appealed now: another one looks at it."""
    if report.appealed_at is None:
        return False
    return report.decisions.filter(
        decided_by_id=by.user_id, decided_at__lte=report.appealed_at
    ).exists()


def can_go_on(by: Staff, report: CorrectionReport) -> bool:
    """Who asked a facility may go on without its answer; anybody, where nobody holds the report."""
    if report.status != ReportStatus.WAITING_FOR_FACILITY or not can_review(by, report):
        return False
    return report.reviewer_id in (None, by.user_id)


def can_place(by: Staff, report: CorrectionReport) -> bool:
    """Who holds a report says what kind it is, or whoever may take it up."""
    if report.status == ReportStatus.UNDER_REVIEW:
        may = can_decide(by, report)
    elif report.status == ReportStatus.WAITING_FOR_FACILITY:
        may = can_go_on(by, report)
    else:
        may = report.status == ReportStatus.SUBMITTED and can_review(by, report)
    return may and not has_refused(by, report)


def can_answer(by: Staff, path: str) -> bool:
    """Clerks and the head of a facility answer what it is asked."""
    return by.may(Role.CLERK, path) or by.may(Role.HEAD, path)


def is_own(by: Citizen, report: CorrectionReport) -> bool:
    """A report is hers whose record it is about; before there is a record, who sent it.

    Records that are joined are one person's.
    """
    mine, its = by.patient_id, report.patient_id
    if mine is not None and its is not None and are_one_person(mine, its):
        return True
    return report.kind == ReportKind.NOTHING_RECORDED and report.reporter_phone == by.phone


def can_run_channel(by: Staff, jurisdiction: Jurisdiction) -> bool:
    """Administrators plan, open, close and hand over the channels of their jurisdiction."""
    return by.may(Role.ADMINISTRATOR, jurisdiction.path)


def _is_own_entry(by: Staff, report: CorrectionReport) -> bool:
    """Whether she recorded the dose as this report found it; what it brought itself is not hers."""
    if report.dose is None:
        return False
    found = report.dose.current
    if found.origin == report.origin:
        others = report.dose.versions.exclude(origin=report.origin)
        return others.order_by("-number").values_list("recorded_by", flat=True).first() == str(by)
    return found.recorded_by == str(by)
