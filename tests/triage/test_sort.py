"""Reports are sorted as they come in, and again when more is known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sotiem.accounts.facts import Role
from sotiem.corrections.facts import (
    Answer,
    Claims,
    DoseClaim,
    FacilityAnswer,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport, Decision, FacilityQuestion
from sotiem.corrections.operations import answer_questions, contradict_answer, reopen_report
from sotiem.corrections.states import ReportStatus
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from sotiem.triage.facts import Did, Route, Sign
from sotiem.triage.models import SortedReport
from sotiem.triage.operations import sort_reports
from sotiem.triage.queries import advice_for, unsorted_reports, waiting_of
from tests.factories import accounts, corrections, doses, links, patients, reference
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)
DAY = date(2021, 9, 20)


def sorted_(*reports: CorrectionReport) -> dict[int, SortedReport]:
    sort_reports(report_ids=[report.pk for report in reports], at=LATER)
    for report in reports:
        report.refresh_from_db()
    return {row.pk: row for row in SortedReport.objects.all()}


def signs(report: CorrectionReport) -> set[Sign]:
    advice = advice_for(report)
    assert advice is not None
    return {finding.sign for finding in advice.findings}


def lan() -> Patient:
    return patients.patient()


def test_a_missing_dose_is_asked_of_its_facility_at_once() -> None:
    report = corrections.missing(lan())
    row = sorted_(report)[report.pk]
    assert (row.route, row.did) == (Route.FACILITY, Did.ASKED)
    assert report.status == ReportStatus.WAITING_FOR_FACILITY
    question = FacilityQuestion.objects.get()
    assert (question.report_id, question.administered_on) == (report.pk, DAY)


def test_the_facilitys_word_leaves_one_key_for_an_officer() -> None:
    report = corrections.missing(lan())
    sorted_(report)
    question = FacilityQuestion.objects.get()
    answer_questions(
        facility=reference.facility(),
        answers=[FacilityAnswer(question=question.public_id, answer=Answer.YES)],
        by=accounts.staff((Role.CLERK, reference.facility().path)),
        at=LATER,
    )
    assert sorted_(report)[report.pk].route == Route.ONE_KEY
    assert Sign.FACILITY_YES in signs(report)
    assert report.status == ReportStatus.SUBMITTED


def test_what_was_entered_late_is_answered_and_its_sender_told() -> None:
    person = lan()
    report = corrections.missing(person)
    doses.dose(person, DAY)
    assert waiting_of([person.pk]) == [report.pk]
    row = sorted_(report)[report.pk]
    assert (row.route, row.did) == (Route.MACHINE, Did.ANSWERED)
    assert report.status == ReportStatus.ACCEPTED
    assert Decision.objects.get().way == "machine"
    assert Message.objects.filter(purpose="report_already").count() == 1


def test_its_sender_contradicts_and_an_officer_looks() -> None:
    person = lan()
    report = corrections.missing(person)
    doses.dose(person, DAY)
    sorted_(report)
    contradict_answer(
        report_id=report.pk, words="Mũi khác", by=accounts.citizen_of(person), at=LATER
    )
    assert unsorted_reports() == [report.pk]
    row = sorted_(report)[report.pk]
    assert (row.round, row.route, row.did) == (2, Route.LOOK, Did.NOTHING)
    assert report.status == ReportStatus.SUBMITTED


def test_a_report_that_says_the_same_is_joined_with_the_first() -> None:
    person = lan()
    first, second = corrections.missing(person), corrections.missing(person)
    rows = sorted_(first, second)
    assert (rows[second.pk].did, second.joined_to_id) == (Did.JOINED, first.pk)
    third = corrections.missing(person)
    assert sorted_(third)[third.pk].did == Did.JOINED
    assert third.joined_to_id == first.pk


def test_what_says_more_or_something_else_is_a_case_of_its_own() -> None:
    person = lan()
    bare = DoseClaim(vaccine_id=reference.vaccine().pk, administered_on=DAY)
    first = corrections.missing(person, bare)
    more = corrections.missing(person)
    other_day = corrections.missing(person, corrections.new_dose_claim(date(2021, 9, 21)))
    rows = sorted_(first, more, other_day)
    assert {row.did for row in rows.values()} & {Did.JOINED} == set()


def test_a_stranger_found_on_record_is_told_of_her_dose_only_if_she_knows_her_number() -> None:
    person = lan()
    doses.dose(person, DAY)
    known = person.current
    own = PersonClaim(
        full_name=known.full_name,
        birth_date=known.birth_date,
        phone=known.phone,
        cccd=known.cccd,
    )
    mine = corrections.nothing_recorded(own, corrections.new_dose_claim(DAY))
    row = sorted_(mine)[mine.pk]
    assert (row.did, row.patient_id) == (Did.ANSWERED, person.pk)
    assert mine.patient_id is None
    curious = corrections.nothing_recorded(
        replace(own, phone="0907654321", cccd=""), corrections.new_dose_claim(DAY)
    )
    assert sorted_(curious)[curious.pk].did != Did.ANSWERED


def test_people_who_are_on_nobodys_record_are_joined_by_name_and_number() -> None:
    first, second = corrections.nothing_recorded(), corrections.nothing_recorded()
    namesake = corrections.nothing_recorded(corrections.newcomer(phone="0907654321"))
    rows = sorted_(first, second, namesake)
    assert rows[second.pk].did == Did.JOINED
    assert rows[namesake.pk].did != Did.JOINED


def test_what_an_officer_took_up_is_advised_on_and_left_to_her() -> None:
    report = corrections.taken_up(corrections.missing(lan()), corrections.officer())
    row = sorted_(report)[report.pk]
    assert (row.route, row.did) == (Route.FACILITY, Did.NOTHING)
    assert report.status == ReportStatus.UNDER_REVIEW


def test_a_number_of_somebody_else_speaks_against_a_change() -> None:
    one = lan()
    other = patients.patient(
        patients.facts(full_name="Trần Văn Ba", phone="0912345678", cccd="079091004321")
    )
    changes = Claims(change=PersonChange(cccd=other.current.cccd))
    report = corrections.said(ReportKind.PERSON_WRONG, one, changes)
    assert sorted_(report)[report.pk].route == Route.LOOK
    assert Sign.NUMBER_OF_ANOTHER in signs(report)


def test_many_reports_take_no_more_statements_than_two() -> None:
    people = [
        patients.patient(patients.facts(full_name=f"Lê Văn {name}", phone=phone, cccd=""))
        for name, phone in (("Một", "0911111111"), ("Hai", "0922222222"), ("Ba", "0933333333"),
                            ("Tư", "0944444444"), ("Năm", "0955555555"), ("Sáu", "0966666666"))
    ]  # fmt: skip
    reports = [corrections.missing(person) for person in people]
    sorted_(corrections.missing(lan()))  # what is read once by each process
    with CaptureQueriesContext(
        connection,
    ) as few:
        sorted_(*reports[:2])
    with CaptureQueriesContext(connection) as more:
        sorted_(*reports[2:])
    assert len(more) - 4 <= len(few) - 2  # each report is read again by the test itself


def test_one_photo_under_two_names_speaks_against_the_second() -> None:
    one = lan()
    other = patients.patient(
        patients.facts(full_name="Trần Văn Ba", phone="0912345678", cccd="079091004321")
    )
    first = corrections.about(doses.dose(one))
    second = corrections.about(doses.dose(other))
    sorted_(first)
    sorted_(second)
    assert Sign.PHOTO_OF_ANOTHER in signs(second)
    advice = advice_for(second)
    assert advice is not None
    assert advice.route == Route.LOOK


def test_nothing_is_joined_with_what_was_opened_again() -> None:
    person = lan()
    officer = corrections.officer()
    first = corrections.refused(corrections.taken_up(corrections.missing(person), officer), officer)
    reopen_report(report_id=first.pk, note="Ảnh đọc được", by=officer, at=AT)
    second = corrections.missing(person)
    assert second.pk != first.pk
    rows = sorted_(first, second)
    assert first.round == 2
    assert rows[second.pk].did != Did.JOINED


def test_a_dose_that_repeats_another_one_is_another_case() -> None:
    person = lan()
    given = [doses.dose(person, DAY - timedelta(days=30 * number)) for number in range(3)]
    first, second, again = (
        corrections.said(
            ReportKind.DOSE_TWICE, person, Claims(same_as=given[kept].pk), dose=given[2]
        )
        for kept in (0, 1, 0)
    )
    rows = sorted_(first, second, again)
    assert {pk for pk, row in rows.items() if row.did == Did.JOINED} == {again.pk}


def test_another_change_of_ones_details_is_another_case() -> None:
    person = lan()
    first, second, again = (
        corrections.said(ReportKind.PERSON_WRONG, person, Claims(change=change))
        for change in (
            PersonChange(full_name="Nguyễn Thị Bảo Lan"),
            PersonChange(full_name="Nguyễn Thị Bảo Linh"),
            PersonChange(full_name="Nguyễn Thị Bảo Lan"),
        )
    )
    rows = sorted_(first, second, again)
    assert {pk for pk, row in rows.items() if row.did == Did.JOINED} == {again.pk}


def test_a_number_that_stands_on_her_own_other_record_does_not_speak_against_her() -> None:
    person = patients.patient(patients.facts(cccd=""))
    other = patients.patient(patients.facts(phone="0912345678"))
    links.link(person.pk, other.pk)
    changes = Claims(change=PersonChange(cccd=other.current.cccd))
    report = corrections.said(ReportKind.PERSON_WRONG, person, changes)
    sorted_(report)
    assert Sign.NUMBER_OF_ANOTHER not in signs(report)
