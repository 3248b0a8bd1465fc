"""What the page of a case shows of the units that had it, and where it may go."""

from datetime import datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.facts import Answer, TransferCause
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.portals.office.scopes import names_of
from sotiem.portals.review.words import ANSWERS, TRANSFERS

_STANDS: Final[dict[bool, tuple[Promise, str]]] = {
    True: (_("Chờ cơ sở trả lời"), "waiting"),
    False: (_("Không chờ câu trả lời nữa"), ""),
}


def facts_of(report: CorrectionReport, *, who: Staff, now: datetime) -> dict[str, Any]:
    """Everything on the page about units and the clock."""
    may_ask = permissions.can_send_on(who, report) and permissions.can_review(who, report)
    may_ask = may_ask and _names_a_facility(report)
    moves = list(report.transfers.all())
    concerned = {path for move in moves for path in (move.from_path, move.named_path, move.to_path)}
    names = names_of({report.climbed_from, *concerned} - {""})
    return {
        "transfers": [
            {
                "words": TRANSFERS[TransferCause(move.cause)],
                "from": names[move.from_path],
                "to": names[move.to_path],
                "named": names.get(move.named_path, "") if move.named_path != move.to_path else "",
                "note": move.note,
                "by": move.moved_by,
                "at": move.moved_at,
            }
            for move in moves
        ],
        "climbed_from": names.get(report.climbed_from, ""),
        "questions": [_question(question, now) for question in report.questions.all()],
        "may_ask": may_ask,
        "may_extend": permissions.can_extend(who, report) and now <= report.answer_due_at,
        "may_reopen": permissions.can_reopen(who, report),
        "is_decided_before": report.is_open and permissions.has_refused(who, report),
        "may_go_on": permissions.can_go_on(who, report),
        "may_send_on": permissions.can_send_on(who, report),
    }


def _names_a_facility(report: CorrectionReport) -> bool:
    recorded = report.dose.current.facility_id if report.dose is not None else None
    return (report.said.dose.facility_id or recorded) is not None


def _question(question: FacilityQuestion, now: datetime) -> dict[str, Any]:
    """A question to a facility and what became of it."""
    words, tone = _STANDS[question.closed_at is None]
    if question.answer:
        words, tone = ANSWERS[Answer(question.answer)]
    by = question.answered_by
    return {
        "words": words,
        "tone": tone,
        "facility": question.facility.name,
        "asked": question,
        "is_late": question.closed_at is None and now > question.due_at,
        "by": f"{by.first_name}, {by.unit_name}" if by else "",
    }
