"""A report that came under another kind takes its right one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import operations
from sotiem.corrections.channel_queries import tallies_that_disagree
from sotiem.corrections.facts import (
    Answer,
    Claims,
    DoseClaim,
    FacilityAnswer,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport, FacilityQuestion, Placement, Transfer
from sotiem.corrections.operations import (
    accept_report,
    answer_questions,
    join_reports,
    place_report,
)
from sotiem.corrections.states import ReportStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.rules import GivenInTheFuture
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.indicators.models import CountedReport
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from tests.factories import accounts, corrections, desk, doses, patients, reference
from tests.factories.corrections import ANOTHER_DAY, AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=3)
SAID = Claims(dose=ANOTHER_DAY)


def lan() -> Patient:
    return patients.patient()


def somebody_else() -> Patient:
    return patients.patient(
        patients.facts(full_name="Lê Văn Khác", phone="0907654321", cccd="079090001111")
    )


def placed(
    report: CorrectionReport,
    by: Staff,
    dose: Dose | None = None,
    *,
    kind: ReportKind = ReportKind.DOSE_WRONG,
    **given: Any,
) -> CorrectionReport:
    """Placed as a dose that is wrong, unless something else is told."""
    told: dict[str, Any] = {"claims": SAID, "note": "Phiếu ghi ngày khác", "by": by, "at": LATER}
    told |= {"patient_id": dose.patient_id if dose else None, "dose_id": dose.pk if dose else None}
    place_report(report_id=report.pk, kind=kind, **(told | given))
    report.refresh_from_db()
    return report


def test_a_loaded_report_takes_its_kind_and_ends_in_the_amended_dose() -> None:
    dose, officer, report = doses.dose(lan()), corrections.officer(), corrections.loaded()
    due = report.answer_due_at
    placed(report, officer, dose)
    assert (report.kind, report.patient_id, report.dose_id) == (
        ReportKind.DOSE_WRONG,
        dose.patient_id,
        dose.pk,
    )
    assert (report.status, report.reviewer_id) == (ReportStatus.UNDER_REVIEW, officer.user_id)
    assert report.answer_due_at == due
    accept_report(report_id=report.pk, note="Khớp", by=officer, at=LATER)
    version = DoseVersion.objects.get(dose=dose, number=2)
    assert (version.administered_on, version.origin) == (date(2021, 8, 13), report.origin)
    assert Dose.objects.count() == 1
    assert list(tallies_that_disagree()) == []


def test_what_it_was_before_is_kept_and_the_photo_may_still_be_loaded() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    placed(report, corrections.officer(), dose)
    before = Placement.objects.get()
    assert (before.kind_before, before.kind) == (ReportKind.NOTHING_RECORDED, ReportKind.DOSE_WRONG)
    assert (before.patient_before_id, before.dose_before_id) == (None, None)
    assert before.claims_before["person"]["full_name"] == "Nguyễn Thị Bảo Lộc"
    assert before.claims_before["kind_said"] == ReportKind.DOSE_WRONG
    assert "kind_said" not in report.claims
    assert report.claims["photo_named"] == "phieu.jpg"


def test_it_stands_on_the_trail_and_its_sender_is_told() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    placed(report, corrections.officer(), dose)
    entry = AuditEntry.objects.get(action="correction_report.placed")
    assert (entry.patient_id, entry.reason) == (dose.patient_id, "Phiếu ghi ngày khác")
    assert (entry.details["was"], entry.details["report_kind"]) == (
        ReportKind.NOTHING_RECORDED,
        ReportKind.DOSE_WRONG,
    )
    assert Message.objects.get(purpose="report_placed").phone == report.reporter_phone
    assert CountedReport.objects.get(report_id=report.pk).kind == ReportKind.DOSE_WRONG


def test_a_citizens_report_of_a_wrong_dose_becomes_one_of_a_missing_dose() -> None:
    person, officer = lan(), corrections.officer()
    report = corrections.about(doses.dose(person))
    claims = Claims(dose=corrections.new_dose_claim())
    placed(
        report,
        officer,
        kind=ReportKind.DOSE_MISSING,
        patient_id=person.pk,
        dose_id=None,
        claims=claims,
    )
    assert (report.kind, report.patient_id, report.dose) == ("dose_missing", person.pk, None)
    assert report.said == claims


def test_what_is_wrong_of_a_person_is_about_the_record_that_stands_for_all_of_hers() -> None:
    person, report = lan(), corrections.loaded(ReportKind.PERSON_WRONG, claim=DoseClaim())
    placed(
        report,
        corrections.officer(),
        kind=ReportKind.PERSON_WRONG,
        patient_id=person.pk,
        dose_id=None,
        claims=Claims(change=PersonChange(full_name="Nguyễn Thị Bảo Ngọc")),
    )
    assert (report.patient_id, report.said.change.full_name) == (person.pk, "Nguyễn Thị Bảo Ngọc")


def test_what_the_record_says_by_now_may_be_claimed() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    same = Claims(dose=DoseClaim(administered_on=dose.current.administered_on))
    assert placed(report, corrections.officer(), dose, claims=same).kind == "dose_wrong"


def test_a_report_goes_to_the_unit_that_gave_the_dose() -> None:
    there = reference.facility().path
    dose, report = doses.dose(lan()), corrections.loaded(unit="vn/2025:79")
    officer = accounts.staff((Role.OFFICER, "vn/2025:79"))
    placed(report, officer, dose)
    assert (report.path, report.status, report.reviewer) == (there, ReportStatus.SUBMITTED, None)
    move = Transfer.objects.get()
    assert (move.from_path, move.to_path, move.note) == ("vn/2025:79", there, "Phiếu ghi ngày khác")
    assert Message.objects.filter(purpose__in=["report_placed", "report_moved"]).count() == 1


def test_who_answers_for_both_units_keeps_it_in_hand() -> None:
    dose, report = doses.dose(lan()), corrections.loaded(unit="vn/2025:79")
    officer = corrections.officer()
    placed(report, officer, dose)
    assert (report.path, report.reviewer_id) == (reference.facility().path, officer.user_id)


def test_what_climbed_stays_above_where_the_unit_is_the_same() -> None:
    dose = doses.dose(lan())
    report = corrections.about(dose)
    CorrectionReport.objects.filter(pk=report.pk).update(path="vn", climbed_from=report.path)
    placed(report, corrections.officer(), dose, kind=ReportKind.NEVER_RECEIVED, claims=Claims())
    assert (report.path, Transfer.objects.count()) == ("vn", 0)


def test_what_a_facility_was_asked_before_counts_no_longer() -> None:
    person, officer = lan(), corrections.officer()
    report = corrections.loaded(ReportKind.NEVER_RECEIVED, claim=corrections.new_dose_claim())
    operations.ask_facility(report_id=report.pk, words="", by=machine("triage"), at=AT)
    answer_questions(
        facility=reference.facility(),
        answers=[
            FacilityAnswer(question=FacilityQuestion.objects.get().public_id, answer=Answer.NO)
        ],
        by=accounts.staff((Role.CLERK, reference.facility().path)),
        at=AT,
    )
    dose = doses.dose(person)
    placed(report, officer, dose, kind=ReportKind.NEVER_RECEIVED, claims=Claims())
    assert report.takes_two
    accept_report(report_id=report.pk, note="Khớp", by=officer, at=LATER)
    report.refresh_from_db()
    assert report.status == ReportStatus.AWAITING_SECOND


def test_a_report_placed_on_the_wrong_record_is_placed_again_and_both_trails_tell() -> None:
    officer, report = corrections.officer(), corrections.loaded(cccd="")
    one = doses.dose(lan())
    twin = patients.patient(replace(patients.facts(), cccd=""))
    other = doses.dose(twin)
    placed(report, officer, other)
    placed(report, officer, one)
    assert report.dose == one
    away = AuditEntry.objects.get(action="correction_report.taken_away")
    assert away.patient_id == other.patient_id
    assert [one.kind_before for one in Placement.objects.order_by("pk")] == [
        ReportKind.NOTHING_RECORDED,
        ReportKind.DOSE_WRONG,
    ]


def test_reports_that_waited_for_it_wait_no_longer() -> None:
    dose = doses.dose(lan())
    earlier, later = corrections.about(dose), corrections.about(dose, at=LATER)
    join_reports(joins={later.pk: earlier.pk}, by=machine("triage"), at=LATER)
    placed(earlier, corrections.officer(), dose, kind=ReportKind.NEVER_RECEIVED, claims=Claims())
    later.refresh_from_db()
    assert (later.status, later.joined_to) == (ReportStatus.SUBMITTED, None)


def test_what_was_advised_before_is_advised_no_longer() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    advised = desk.advised(report)
    placed(report, corrections.officer(), dose)
    assert not type(advised).objects.filter(pk=report.pk).exists()


def test_who_places_a_report_says_why() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    with pytest.raises(operations.PlacingNeedsAReason):
        placed(report, corrections.officer(), dose, note="  ")
    report.refresh_from_db()
    assert (report.status, report.kind) == (ReportStatus.SUBMITTED, "nothing_recorded")


def test_a_decided_report_is_not_placed() -> None:
    dose = doses.dose(lan())
    officer, report = corrections.officer(), corrections.about(dose)
    corrections.refused(corrections.taken_up(report, officer), officer)
    with pytest.raises(operations.MoveNotAllowed):
        placed(report, officer, dose, kind=ReportKind.NEVER_RECEIVED)


def test_a_report_that_one_officer_agreed_with_is_not_placed() -> None:
    person, officer = lan(), corrections.officer()
    report = corrections.taken_up(corrections.missing(person), officer)
    accept_report(report_id=report.pk, note="Khớp", by=officer, at=LATER)
    with pytest.raises(operations.MoveNotAllowed):
        placed(report, corrections.officer(), doses.dose(person))


def test_nobody_places_a_report_of_elsewhere() -> None:
    dose, report = doses.dose(lan()), corrections.loaded(unit="vn/2025:79")
    for stranger in (
        accounts.staff((Role.OFFICER, "vn/2025:48")),
        accounts.staff((Role.CLERK, "vn")),
    ):
        with pytest.raises(NotAllowed):
            placed(report, stranger, dose)


def test_nobody_places_a_report_on_what_she_recorded_herself() -> None:
    officer, report = corrections.officer(), corrections.loaded()
    with pytest.raises(operations.NobodyReviewsTheirOwnEntry):
        placed(report, officer, doses.dose(lan(), by=officer))


def test_nobody_places_what_another_officer_holds() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    corrections.taken_up(report, corrections.officer())
    with pytest.raises(operations.SomebodyElseHasIt):
        placed(report, corrections.officer(), dose)


def test_who_is_on_record_cannot_say_that_nobody_was_found() -> None:
    report = corrections.about(doses.dose(lan()))
    with pytest.raises(operations.KindIsNotOpen):
        placed(report, corrections.officer(), kind=ReportKind.NOTHING_RECORDED)


def test_the_same_kind_about_the_same_is_no_placement() -> None:
    dose = doses.dose(lan())
    report = corrections.about(dose)
    other_words = Claims(dose=DoseClaim(lot_number="FK0113"))
    with pytest.raises(operations.PlacedSoAlready):
        placed(report, corrections.officer(), dose, claims=other_words)


def test_the_dose_is_of_the_person_who_is_named() -> None:
    person, report = lan(), corrections.loaded()
    strange = doses.dose(somebody_else())
    with pytest.raises(operations.DoseIsOfSomebodyElse):
        placed(report, corrections.officer(), strange, patient_id=person.pk)


def test_nobody_is_named_whom_the_report_cannot_mean() -> None:
    lan()
    for report in (corrections.loaded(), corrections.about(doses.dose(lan()))):
        with pytest.raises(operations.NobodyIsMeantSo):
            placed(report, corrections.officer(), doses.dose(somebody_else()))


def test_what_cannot_have_been_is_not_claimed() -> None:
    dose, report = doses.dose(lan()), corrections.loaded()
    ahead = Claims(dose=DoseClaim(administered_on=date(2031, 1, 1)))
    with pytest.raises(GivenInTheFuture):
        placed(report, corrections.officer(), dose, claims=ahead)


def test_a_second_record_is_named_in_full() -> None:
    person, report = lan(), corrections.loaded(ReportKind.TWO_RECORDS)
    half = Claims(person=PersonClaim(full_name="Nguyễn Thị Bảo Lộc", birth_date="", phone=""))
    with pytest.raises(operations.ClaimIsIncomplete):
        placed(
            report,
            corrections.officer(),
            kind=ReportKind.TWO_RECORDS,
            patient_id=person.pk,
            claims=half,
        )
