"""What the page of a case shows, put together from the report and the record."""

from datetime import datetime
from functools import partial
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sotiem.accounts.facts import Role, Staff
from sotiem.accounts.models import User
from sotiem.certificates.confirmation_queries import first_signatures_of
from sotiem.corrections import permissions
from sotiem.corrections.facts import (
    ADDING_A_DOSE,
    AcceptanceRule,
    Outcome,
    RefusalReason,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.states import OPEN, ReportStatus
from sotiem.doses.queries import doses_of
from sotiem.portals.components.claims import other_person
from sotiem.portals.office.scopes import names_of
from sotiem.portals.review import sides, slip_facts
from sotiem.portals.review.person import shown, shown_person
from sotiem.portals.review.photo_facts import photos_read
from sotiem.portals.review.rows_waiting import rows_waiting
from sotiem.portals.review.words import (
    ACCEPTING,
    ALL_RULES,
    ASKING_A_SECOND,
    DUTIES,
    HAPPENED,
    KINDS,
    OUTCOMES,
    REASONS,
    STATUSES,
)

SIMILAR_AT_MOST = 20


def facts_of(
    report: CorrectionReport, *, who: Staff, now: datetime, is_full: bool
) -> dict[str, Any]:
    """Everything on the page except its forms."""
    kind, status = ReportKind(report.kind), ReportStatus(report.status)
    words, tone = STATUSES[status]
    read, waiting = slip_facts.readings(report), rows_waiting(report)
    return {
        "report": report,
        "kind": KINDS[kind],
        "status": words,
        "tone": tone,
        "unit": names_of([report.path])[report.path],
        "now": now,
        "is_open": status in OPEN,
        "person": shown_person(report, is_full=is_full),
        "is_full": is_full,
        "is_adding": kind in ADDING_A_DOSE,
        "comparison": sides.comparison_of(report, read, waiting, is_full=is_full),
        "read_fields": slip_facts.read_fields(read, is_full=is_full),
        "other_person": other_person(report, show=partial(shown, is_full=is_full)),
        "photos": list(report.evidence.all()),
        "photos_read": photos_read(report, read, who=who, is_full=is_full),
        "other_doses": _other_doses(report),
        "rows_waiting": waiting,
        "similar": _similar(report, who),
        "decisions": _decisions(report),
        "first_signature": _first_signature(report),
        "deadlines": [
            {"words": DUTIES[deadline.name], "due_at": deadline.due_at, "source": deadline.source}
            for deadline in report.deadlines
        ],
        "accepting": _accepting(report, kind, status),
        "reason_hints": {
            reason.value: _("Sẽ chấp nhận: ") + str(told.accepted_instead)
            for reason, told in REASONS.items()
        },
        **_what_she_may(report, who, now),
    }


def what_happened(report: CorrectionReport) -> Promise | str:
    return HAPPENED.get(ReportStatus(report.status), "")


def _what_she_may(report: CorrectionReport, who: Staff, now: datetime) -> dict[str, bool]:
    may_review = permissions.can_review(who, report)
    return {
        "is_own_entry": not may_review,
        "may_take_up": may_review and report.status == ReportStatus.SUBMITTED,
        "may_decide": permissions.can_decide(who, report),
        "may_put_back": permissions.can_put_back(who, report, at=now),
        "is_mine": report.reviewer_id == who.user_id,
    }


def _accepting(report: CorrectionReport, kind: ReportKind, status: ReportStatus) -> Promise:
    is_first = report.takes_two and status != ReportStatus.AWAITING_SECOND
    return ASKING_A_SECOND if is_first else ACCEPTING[kind]


def _other_doses(report: CorrectionReport) -> list[dict[str, Any]]:
    if report.patient_id is None:
        return []
    return [
        {
            "vaccine": dose.current.vaccine_text or dose.current.vaccine.name_vi,
            "administered_on": dose.current.administered_on,
            "lot_number": dose.current.lot_number,
            "place": dose.current.facility.name if dose.current.facility else dose.current.place,
        }
        for dose in doses_of(report.patient_id)
        if dose.pk != report.dose_id
    ]


def _similar(report: CorrectionReport, who: Staff) -> list[CorrectionReport]:
    """Other open reports that may say the same, within what this officer may see."""
    reports = CorrectionReport.objects.within(*who.jurisdictions(Role.OFFICER)).open()
    if report.patient_id is not None:
        reports = reports.of_person(report.patient_id)
    else:
        reports = reports.filter(reporter_phone=report.reporter_phone)
    return list(reports.exclude(pk=report.pk).by_clock()[:SIMILAR_AT_MOST])


def _decisions(report: CorrectionReport) -> list[dict[str, Any]]:
    return [
        {
            "words": OUTCOMES[Outcome(decision.outcome)],
            "tone": "problem" if decision.outcome == Outcome.REFUSE else "good",
            "reason": _grounds(decision),
            "note": decision.note,
            "by": _by(decision.decided_by),
            "at": decision.decided_at,
        }
        for decision in report.decisions.all()
    ]


def _by(officer: User | None) -> str:
    return f"{officer.first_name}, {officer.unit_name}" if officer else _("Máy trả lời")


def _grounds(decision: Decision) -> Promise | str:
    """The coded reason of a refusal, or what an agreement is founded on."""
    if decision.reason:
        return REASONS[RefusalReason(decision.reason)].words
    return ALL_RULES[AcceptanceRule(decision.rule)] if decision.rule else ""


def _first_signature(report: CorrectionReport) -> datetime | None:
    """When the facility confirmed the dose as it stands on record."""
    if report.dose is None:
        return None
    version = report.dose.current_id
    return first_signatures_of([version]).get(version)
