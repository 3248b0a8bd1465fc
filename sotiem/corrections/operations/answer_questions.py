from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.events import FacilityAnswered
from sotiem.corrections.facts import Answer, AnswersTaken, FacilityAnswer
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.facilities.models import Facility
from sotiem.foundation import audit, events
from sotiem.foundation.bulk import array_of
from sotiem.foundation.refusals import Refusal, require

WRITTEN = ("answer", "actual_on", "actual_lot", "note", "answered_by", "closed_at")
ROWS_A_STATEMENT = 500


class AnswerSaysNothing(Refusal):
    """Who says "yes, but" says what was different."""


class AnswerIsAhead(Refusal):
    """Nobody was vaccinated on a day that is still to come."""


@transaction.atomic
def answer_questions(
    *, facility: Facility, answers: Sequence[FacilityAnswer], by: Staff, at: datetime
) -> AnswersTaken:
    """A facility answers, one question or many; each report goes back to who asked.

    A question that is closed, or another facility's, is passed over: the same sheet may come twice.
    """
    require(permissions.can_answer(by, facility.path))
    for answer in answers:
        require_answer(answer, at=at)
    given = {answer.question: answer for answer in answers}
    questions = _locked(facility, given)
    for question in questions:
        _fill(question, given[question.public_id], by=by, at=at)
    FacilityQuestion.objects.bulk_update(questions, WRITTEN, batch_size=ROWS_A_STATEMENT)
    _give_back([question.report_id for question in questions])
    audit.record_many(map(_note, questions), by=by, at=at)
    if questions:
        answered = tuple(question.report_id for question in questions)
        events.publish(FacilityAnswered(report_ids=answered, at=at))
    taken = frozenset(question.public_id for question in questions)
    return AnswersTaken(taken=taken, passed=frozenset(given) - taken)


def require_answer(answer: FacilityAnswer, *, at: datetime) -> None:
    """Refuse an answer that cannot be, or says nothing."""
    if answer.actual_on is not None and answer.actual_on > timezone.localdate(at):
        raise AnswerIsAhead
    said = answer.actual_on or answer.actual_lot or answer.note
    if answer.answer == Answer.YES_BUT and not said:
        raise AnswerSaysNothing


def _locked(facility: Facility, wanted: Collection[UUID]) -> list[FacilityQuestion]:
    """The open ones among these questions, with their reports held; reports are locked first."""
    open_ones = FacilityQuestion.objects.open().filter(facility=facility, public_id__in=wanted)
    reports = list(open_ones.values_list("report_id", flat=True))
    held = CorrectionReport.objects.filter(
        pk__in=array_of(reports), status=ReportStatus.WAITING_FOR_FACILITY
    )
    waiting = list(held.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    found = open_ones.filter(report__in=array_of(waiting)).select_related("report")
    return list(found.select_for_update(of=("self",)).order_by("pk"))


def _fill(question: FacilityQuestion, given: FacilityAnswer, *, by: Staff, at: datetime) -> None:
    differs = given.answer == Answer.YES_BUT
    question.answer = given.answer
    question.actual_on = given.actual_on if differs else None
    question.actual_lot = given.actual_lot.strip() if differs else ""
    question.note = given.note.strip()
    question.answered_by_id, question.closed_at = by.user_id, at


def _give_back(reports: Sequence[int]) -> None:
    CorrectionReport.objects.filter(pk__in=array_of(reports)).update(
        status=Case(
            When(reviewer__isnull=True, then=Value(ReportStatus.SUBMITTED)),
            default=Value(ReportStatus.UNDER_REVIEW),
        )
    )


def _note(question: FacilityQuestion) -> audit.Note:
    report = question.report
    return audit.Note(
        action="correction_report.facility_answered",
        object_kind="correctionreport",
        object_id=report.pk,
        patient_id=report.patient_id,
        reason=question.note,
        details={"code": report.tracking_code, "answer": question.answer},
    )
