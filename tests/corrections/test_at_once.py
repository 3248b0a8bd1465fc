"""Two people, or a person and a worker, at one report at once: one of them comes first."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.corrections.channels import Channel, ChannelKind
from sotiem.corrections.facts import (
    Answer,
    DoseClaim,
    FacilityAnswer,
    RefusalReason,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport, Decision, FacilityQuestion, Transfer
from sotiem.corrections.operations import (
    ChannelIsElsewhere,
    DoseChangedSince,
    MoveNotAllowed,
    SomebodyElseHasIt,
    accept_report,
    answer_questions,
    ask_facilities,
    climb_overdue,
    hand_over,
    join_reports,
    open_channel,
    plan_channel,
    refuse_report,
    send_on_report,
    take_up_report,
    undo_acceptance,
)
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose, withdraw_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.triage.operations.sort import BY as TRIAGE
from tests.concurrency import meanwhile
from tests.factories import accounts, corrections, doses, patients, reference
from tests.factories.corrections import AT

pytestmark = pytest.mark.usefixtures("committed_db")
LATE = AT + timedelta(hours=49)
ELSEWHERE = Jurisdiction("vn/2025:79/2025:26734")
Call = Callable[[], object]


def refuses(report: CorrectionReport, by: Staff) -> Call:
    reason = RefusalReason.SLIP_BLURRED
    return partial(refuse_report, report_id=report.pk, reason=reason, note="", by=by, at=AT)


def sends_on(report: CorrectionReport, by: Staff) -> Call:
    note = "Phiếu của xã khác"
    return partial(send_on_report, report_id=report.pk, to=ELSEWHERE, note=note, by=by, at=AT)


def status_of(report: CorrectionReport) -> ReportStatus:
    report.refresh_from_db()
    return ReportStatus(report.status)


def kinds(raised: list[Exception]) -> list[type[Exception]]:
    return [type(each) for each in raised]


def test_what_is_being_decided_is_not_sent_to_another_unit() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    home = report.path
    raised = meanwhile(refuses(report, officer), sends_on(report, officer))
    assert kinds(raised) == [MoveNotAllowed]
    assert status_of(report) == ReportStatus.REFUSED
    assert report.path == home
    assert not Transfer.objects.exists()


def test_what_is_being_sent_to_another_unit_is_not_decided() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    raised = meanwhile(sends_on(report, officer), refuses(report, officer))
    assert kinds(raised) == [MoveNotAllowed]
    assert status_of(report) == ReportStatus.SUBMITTED
    assert report.path == ELSEWHERE.path
    assert not Decision.objects.exists()


def test_what_is_being_decided_does_not_climb() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    home = report.path
    assert meanwhile(refuses(report, officer), partial(climb_overdue, at=LATE)) == []
    assert status_of(report) == ReportStatus.REFUSED
    assert (report.path, report.climbed_at) == (home, None)
    assert not Transfer.objects.exists()


def test_what_is_climbing_is_decided_by_who_holds_it() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    home = report.path
    assert meanwhile(partial(climb_overdue, at=LATE), refuses(report, officer)) == []
    assert status_of(report) == ReportStatus.REFUSED
    assert (report.path, report.climbed_from) == (home.rpartition("/")[0], home)
    assert (Transfer.objects.count(), Decision.objects.count()) == (1, 1)


def asked() -> FacilityQuestion:
    report = corrections.missing(patients.patient())
    ask_facilities(report_ids=[report.pk], by=TRIAGE, at=AT)
    return FacilityQuestion.objects.select_related("report").get()


def answers(question: FacilityQuestion, says: Answer) -> Call:
    return partial(
        answer_questions,
        facility=reference.facility(),
        answers=[FacilityAnswer(question=question.public_id, answer=says)],
        by=accounts.staff((Role.CLERK, reference.facility().path)),
        at=AT,
    )


def test_of_two_answers_to_one_question_the_first_counts() -> None:
    question = asked()
    assert meanwhile(answers(question, Answer.YES), answers(question, Answer.NO)) == []
    question.refresh_from_db()
    assert question.answer == Answer.YES
    answered = AuditEntry.objects.filter(action="correction_report.facility_answered")
    assert [entry.details["answer"] for entry in answered] == ["yes"]


def test_an_answer_that_comes_with_a_decision_changes_nothing() -> None:
    question, officer = asked(), corrections.officer()
    report = question.report

    def decide() -> None:
        take_up_report(report_id=report.pk, by=officer, at=AT)
        refuses(report, officer)()

    assert meanwhile(decide, answers(question, Answer.YES)) == []
    question.refresh_from_db()
    assert (question.answer, question.closed_at) == ("", AT)
    assert status_of(report) == ReportStatus.REFUSED


def test_who_takes_up_what_is_being_answered_finds_the_answer() -> None:
    question, officer = asked(), corrections.officer()
    report = question.report
    take_up = partial(take_up_report, report_id=report.pk, by=officer, at=AT)
    assert meanwhile(answers(question, Answer.YES), take_up) == []
    question.refresh_from_db()
    assert question.answer == Answer.YES
    assert status_of(report) == ReportStatus.UNDER_REVIEW


def channel(code: str) -> Channel:
    by = accounts.staff((Role.ADMINISTRATOR, "vn"))
    before = AT - timedelta(days=1)
    plan_channel(
        code=code,
        kind=ChannelKind.REGION,
        name_vi="Cổng",
        name_en="Portal",
        text_vi="",
        text_en="",
        jurisdiction=Jurisdiction("vn/2025:79"),
        by=by,
        at=before,
    )
    return open_channel(code=code, opens_at=before, by=by, at=before)


def test_a_channel_that_is_being_handed_over_is_not_handed_to_another() -> None:
    for code in ("mot", "hai", "ba"):
        channel(code)
    by = accounts.staff((Role.ADMINISTRATOR, "vn"))
    give = partial(hand_over, code="mot", by=by, at=AT)
    raised = meanwhile(partial(give, successor_code="hai"), partial(give, successor_code="ba"))
    assert kinds(raised) == [ChannelIsElsewhere]
    handed = Channel.objects.select_related("successor").get(code="mot")
    assert handed.successor is not None
    assert handed.successor.code == "hai"


def accepted() -> CorrectionReport:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    return accept_report(report_id=report.pk, note="Khớp", by=officer, at=AT)


def amends_lot(dose_id: int) -> Call:
    """As a page does: what to write was read before."""
    facts = Dose.objects.select_related("current").get(pk=dose_id).current.facts
    return partial(
        amend_dose,
        dose_id=dose_id,
        facts=replace(facts, lot_number="FK0999"),
        reason=DoseReason.SHEET,
        origin="test",
        by=machine("test"),
        at=LATE,
    )


def test_what_is_being_amended_since_is_not_taken_back() -> None:
    report = accepted()
    assert report.dose_id is not None
    by = corrections.officer()
    undo = partial(undo_acceptance, report_id=report.pk, note="Nhầm dòng", by=by, at=LATE)
    raised = meanwhile(amends_lot(report.dose_id), undo)
    assert kinds(raised) == [DoseChangedSince]
    assert status_of(report) == ReportStatus.ACCEPTED
    current = Dose.objects.select_related("current").get(pk=report.dose_id).current
    assert (current.number, current.lot_number) == (3, "FK0999")


def test_a_dose_that_is_being_amended_is_withdrawn_as_it_is_by_then() -> None:
    dose = doses.dose(patients.patient())
    withdraw = partial(withdraw_dose, dose_id=dose.pk, origin="test", by=machine("test"), at=LATE)
    assert meanwhile(amends_lot(dose.pk), withdraw) == []
    current = Dose.objects.select_related("current").get(pk=dose.pk).current
    assert (current.number, current.status, current.lot_number) == (
        3,
        "entered_in_error",
        "FK0999",
    )


def two_the_same() -> tuple[CorrectionReport, CorrectionReport]:
    patient = patients.patient()
    return corrections.missing(patient), corrections.missing(patient)


def joins(later: CorrectionReport, earlier: CorrectionReport) -> Call:
    return partial(join_reports, joins={later.pk: earlier.pk}, by=TRIAGE, at=AT)


def test_nothing_joins_what_is_being_decided() -> None:
    earlier, later = two_the_same()
    officer = corrections.officer()
    corrections.taken_up(earlier, officer)
    assert meanwhile(refuses(earlier, officer), joins(later, earlier)) == []
    assert status_of(later) == ReportStatus.SUBMITTED
    assert later.joined_to_id is None


def test_what_is_joining_ends_with_what_it_joins() -> None:
    earlier, later = two_the_same()
    officer = corrections.officer()
    corrections.taken_up(earlier, officer)
    assert meanwhile(joins(later, earlier), refuses(earlier, officer)) == []
    assert (status_of(earlier), status_of(later)) == (ReportStatus.REFUSED, ReportStatus.REFUSED)
    assert Decision.objects.count() == 2


def test_what_somebody_is_taking_up_is_not_joined() -> None:
    earlier, later = two_the_same()
    take_up = partial(take_up_report, report_id=later.pk, by=corrections.officer(), at=AT)
    assert meanwhile(take_up, joins(later, earlier)) == []
    assert status_of(later) == ReportStatus.UNDER_REVIEW


def test_two_officers_who_take_up_one_report_do_not_both_have_it() -> None:
    report, officer = corrections.wrong(), corrections.officer()
    take_up = partial(take_up_report, report_id=report.pk, at=AT)
    raised = meanwhile(
        partial(take_up, by=officer), partial(take_up, by=accounts.staff((Role.OFFICER, "vn")))
    )
    assert kinds(raised) in ([MoveNotAllowed], [SomebodyElseHasIt])
    report.refresh_from_db()
    assert report.reviewer_id == officer.user_id


def test_two_reports_that_mend_one_dose_both_count() -> None:
    dose = doses.dose(patients.patient())
    officer = corrections.officer()
    day = corrections.about(dose)
    lot = corrections.about(dose, claim=DoseClaim(lot_number="FK0999"), kind=ReportKind.DOSE_WRONG)
    calls = []
    for report in (day, lot):
        corrections.taken_up(report, officer)
        calls.append(partial(accept_report, report_id=report.pk, note="Khớp", by=officer, at=AT))
    assert meanwhile(*calls) == []
    current = Dose.objects.select_related("current").get(pk=dose.pk).current
    assert (current.administered_on, current.lot_number) == (
        corrections.ANOTHER_DAY.administered_on,
        "FK0999",
    )
