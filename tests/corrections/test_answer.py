"""What the record says already is answered at once, and the answer can be contradicted."""

from datetime import date, timedelta

import pytest

from sotiem.corrections.channel_queries import tallies_that_disagree
from sotiem.corrections.facts import Outcome, Way
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations import (
    AppealNeedsWords,
    MoveNotAllowed,
    answer_reports,
    contradict_answer,
    find_already_so,
    join_reports,
)
from sotiem.corrections.queries import disagreements_on_record
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import DoseVersion
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from tests.factories import accounts, corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
TRIAGE = machine("triage")


def answered(report: CorrectionReport) -> list[int]:
    done = answer_reports(report_ids=[report.pk], by=TRIAGE, at=LATER)
    report.refresh_from_db()
    return done


def test_the_machine_answers_in_its_own_name_and_changes_nothing_on_record() -> None:
    report = corrections.wrong()
    assert answered(report) == [report.pk]
    assert (report.status, report.decided_at) == (ReportStatus.ACCEPTED, LATER)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.way) == (Outcome.ALREADY, Way.MACHINE)
    assert decision.decided_by_id is None
    assert DoseVersion.objects.count() == 1
    assert Message.objects.filter(purpose="report_already", phone=report.reporter_phone).exists()
    assert list(disagreements_on_record()) == []
    assert list(tallies_that_disagree()) == []


def test_what_waits_for_an_answered_report_is_answered_with_it() -> None:
    dose = doses.dose(patients.patient())
    earlier, later = corrections.about(dose), corrections.about(dose, at=LATER)
    join_reports(joins={later.pk: earlier.pk}, by=TRIAGE, at=LATER)
    assert sorted(answered(earlier)) == [earlier.pk, later.pk]
    later.refresh_from_db()
    assert later.status == ReportStatus.ACCEPTED
    assert list(tallies_that_disagree()) == []


def test_what_an_officer_has_taken_up_is_left_to_her() -> None:
    report = corrections.taken_up(corrections.wrong(), corrections.officer())
    assert answered(report) == []
    assert report.status == ReportStatus.UNDER_REVIEW


def test_its_sender_contradicts_and_then_people_answer_it() -> None:
    report = corrections.wrong()
    answered(report)
    assert report.patient is not None
    sender = accounts.citizen_of(report.patient)
    with pytest.raises(AppealNeedsWords):
        contradict_answer(report_id=report.pk, words=" ", by=sender, at=LATER)
    opened = contradict_answer(report_id=report.pk, words="Ngày vẫn sai", by=sender, at=LATER)
    assert (opened.status, opened.round, opened.path) == (ReportStatus.SUBMITTED, 2, report.path)
    assert opened.answer_due_at == LATER + timedelta(hours=48)
    assert list(tallies_that_disagree()) == []
    assert answered(report) == []
    assert report.status == ReportStatus.SUBMITTED


def test_an_officer_says_so_too_and_is_contradicted_as_well() -> None:
    officer = corrections.officer()
    report = corrections.taken_up(corrections.wrong(), officer)
    report = find_already_so(report_id=report.pk, by=officer, at=LATER, way=Way.ONE_KEY)
    assert report.status == ReportStatus.ACCEPTED
    decision = Decision.objects.get()
    assert (decision.outcome, decision.way) == (Outcome.ALREADY, Way.ONE_KEY)
    assert DoseVersion.objects.count() == 1
    assert list(disagreements_on_record()) == []
    assert list(tallies_that_disagree()) == []
    assert report.patient is not None
    contradict_answer(
        report_id=report.pk, words="Vẫn sai", by=accounts.citizen_of(report.patient), at=LATER
    )


def test_nobody_else_contradicts_and_an_officers_answer_is_not_contradicted_so() -> None:
    report = corrections.wrong()
    answered(report)
    somebody = accounts.citizen_of(
        patients.patient(patients.facts(full_name="Lê Thị Khác", phone="0907654321"))
    )
    with pytest.raises(NotAllowed):
        contradict_answer(report_id=report.pk, words="Sai", by=somebody, at=LATER)
    other = corrections.missing(
        patients.patient(patients.facts(full_name="Trần Văn Ba", phone="0912345678")),
        corrections.new_dose_claim(date(2021, 9, 21)),
    )
    assert other.patient is not None
    with pytest.raises(MoveNotAllowed):
        contradict_answer(
            report_id=other.pk, words="Sai", by=accounts.citizen_of(other.patient), at=LATER
        )
