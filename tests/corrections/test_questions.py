from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import asked, operations
from sotiem.corrections.facts import Answer, AnswersTaken, DoseClaim, FacilityAnswer
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    answer_questions,
    ask_facility,
    tell_above_of_silence,
    withdraw_report,
)
from sotiem.corrections.states import ReportStatus
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from tests.factories import accounts, corrections, doses, patients, reference
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def clerk() -> Staff:
    return accounts.staff((Role.CLERK, reference.facility().path))


def asked_by(officer: Staff, report: CorrectionReport | None = None) -> FacilityQuestion:
    report = corrections.taken_up(report or corrections.wrong(), officer)
    return ask_facility(report_id=report.pk, words="Có sổ không?", by=officer, at=AT)


def answer(
    *questions: FacilityQuestion,
    says: Answer = Answer.YES,
    on: date | None = None,
    by: Staff | None = None,
) -> AnswersTaken:
    return answer_questions(
        facility=reference.facility(),
        answers=[
            FacilityAnswer(question=question.public_id, answer=says, actual_on=on)
            for question in questions
        ],
        by=by or clerk(),
        at=AT,
    )


def test_the_facility_is_asked_about_what_the_sender_claims() -> None:
    question = asked_by(corrections.officer())
    assert question.facility == reference.facility()
    assert question.administered_on == date(2021, 8, 13)  # as claimed, not as recorded
    assert question.report.status == ReportStatus.WAITING_FOR_FACILITY
    entry = AuditEntry.objects.get(action="facility_question.asked")
    assert entry.patient_id == question.report.patient_id


def test_an_answer_brings_the_report_back_to_who_asked() -> None:
    officer = corrections.officer()
    question, by = asked_by(officer), clerk()
    answer(question, says=Answer.YES_BUT, on=date(2021, 8, 14), by=by)
    question.refresh_from_db()
    report = question.report
    report.refresh_from_db()
    assert (report.status, report.reviewer_id) == (ReportStatus.UNDER_REVIEW, officer.user_id)
    assert (question.answer, question.actual_on) == (Answer.YES_BUT, date(2021, 8, 14))
    assert question.answered_by_id == by.user_id
    told = AuditEntry.objects.get(action="correction_report.facility_answered")
    assert (told.patient_id, told.object_id) == (report.patient_id, report.pk)


def test_what_the_machine_asked_goes_back_to_the_queue() -> None:
    report = corrections.wrong()
    question = ask_facility(report_id=report.pk, words="", by=machine("triage"), at=AT)
    answer(question)
    report.refresh_from_db()
    assert (report.status, report.reviewer_id) == (ReportStatus.SUBMITTED, None)


def test_the_machine_asks_about_nothing_that_somebody_holds() -> None:
    report = corrections.taken_up(corrections.wrong(), corrections.officer())
    with pytest.raises(operations.MoveNotAllowed):
        ask_facility(report_id=report.pk, words="", by=machine("triage"), at=AT)


def test_forty_are_answered_at_once_and_the_same_answers_again_change_nothing() -> None:
    officer = corrections.officer()
    questions = [
        asked_by(officer, corrections.about(doses.dose(patients.patient(patients.facts(cccd="")))))
        for _number in range(3)
    ]
    first, again = answer(*questions), answer(*questions, says=Answer.NO)
    assert len(first.taken) == 3
    assert (again.taken, len(again.passed)) == (frozenset(), 3)
    said = FacilityQuestion.objects.values_list("answer", flat=True)
    assert set(said) == {Answer.YES}
    assert AuditEntry.objects.filter(action="correction_report.facility_answered").count() == 3


def test_only_people_of_the_facility_answer() -> None:
    question = asked_by(corrections.officer())
    answer(question, by=accounts.staff((Role.HEAD, reference.facility().path)))
    for other in (corrections.officer(), accounts.staff((Role.CLERK, "vn/2025:79"))):
        with pytest.raises(NotAllowed):
            answer(question, by=other)


def test_an_answer_that_says_nothing_or_lies_ahead_is_refused() -> None:
    question = asked_by(corrections.officer())
    with pytest.raises(operations.AnswerSaysNothing):
        answer(question, says=Answer.YES_BUT)
    with pytest.raises(operations.AnswerIsAhead):
        answer(question, says=Answer.YES_BUT, on=AT.date() + timedelta(days=2))
    question.refresh_from_db()
    assert question.closed_at is None


def test_a_question_is_closed_when_its_report_goes_on_without_the_answer() -> None:
    question = asked_by(corrections.officer())
    patient = question.report.patient
    assert patient is not None
    withdraw_report(report_id=question.report_id, by=accounts.citizen_of(patient), at=AT)
    assert asked.every_question(reference.facility()) == []
    assert answer(question).taken == frozenset()


def test_nobody_is_asked_where_no_facility_is_named() -> None:
    place = DoseClaim(place="Ở nước ngoài")
    report = corrections.about(doses.dose(patients.patient()), claim=place)
    with pytest.raises(operations.NoFacilityToAsk):
        asked_by(corrections.officer(), report)


def test_questions_are_grouped_by_day_and_lot() -> None:
    asked_by(corrections.officer())
    asked_by(corrections.officer(), corrections.missing(patients.patient(patients.facts(cccd=""))))
    groups = asked.question_groups(reference.facility())
    assert {(group.administered_on, group.number) for group in groups} == {
        (date(2021, 8, 13), 1),
        (date(2021, 9, 20), 1),
    }
    assert asked.open_question_count(reference.facility()) == 2


def test_silence_is_told_above_once() -> None:
    question = asked_by(corrections.officer())
    assert tell_above_of_silence(at=question.due_at) == 0
    late = question.due_at + timedelta(minutes=1)
    assert [tell_above_of_silence(at=late) for _turn in range(2)] == [1, 0]
    entry = AuditEntry.objects.get(action="correction_report.facility_silent")
    assert entry.patient_id == question.report.patient_id
