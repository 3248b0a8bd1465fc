"""What an accepted report did is taken back, and the report is looked at again."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Staff
from sotiem.corrections import operations, permissions
from sotiem.corrections.channel_queries import tallies_that_disagree
from sotiem.corrections.effects import effects_of
from sotiem.corrections.facts import Claims, DoseClaim, PersonChange, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations import (
    accept_report,
    answer_reports,
    join_reports,
    undo_acceptance,
)
from sotiem.corrections.queries import disagreements_on_record
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseReason, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed
from sotiem.messages.models import Message
from sotiem.patients.facts import PatientReason, UnlinkReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.operations import amend_patient, unlink_patients
from sotiem.patients.queries import are_one_person
from tests.factories import certificates, corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=1)
MISTYPED = patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd="")


def accepted(report: CorrectionReport, *, whose: Patient | None = None) -> CorrectionReport:
    """Agreed with by two officers where it takes two; the first names the other person."""
    first = corrections.officer()
    corrections.taken_up(report, first)
    named = whose.public_id if whose else None
    done = accept_report(report_id=report.pk, note="Khớp", by=first, at=AT, whose=named)
    if done.status == ReportStatus.AWAITING_SECOND:
        done = accept_report(report_id=report.pk, note="Khớp", by=corrections.officer(), at=AT)
    assert done.status == ReportStatus.ACCEPTED
    return done


def undone(report: CorrectionReport, by: Staff | None = None) -> CorrectionReport:
    by = by or corrections.officer()
    return undo_acceptance(report_id=report.pk, note="Nhìn nhầm dòng", by=by, at=LATER)


def about_another(kind: ReportKind, patient: Patient, dose: Dose | None = None) -> CorrectionReport:
    named = PersonClaim(
        full_name=MISTYPED.full_name, birth_date=MISTYPED.birth_date, phone=MISTYPED.phone
    )
    return corrections.said(kind, patient, Claims(person=named), dose=dose)


def the_dose(dose: Dose) -> Dose:
    return Dose.objects.get(pk=dose.pk)


def test_an_amended_dose_is_again_as_it_was_and_the_report_is_open_with_its_decision() -> None:
    report = accepted(corrections.wrong())
    assert report.dose is not None
    before = report.dose.versions.get(number=1).facts
    report = undone(report)
    assert report.dose is not None
    versions = list(report.dose.versions.order_by("number"))
    assert (versions[2].facts, versions[2].reason) == (before, DoseReason.UNDONE)
    assert versions[2].origin == report.origin
    assert (report.status, report.round, report.decided_at) == (ReportStatus.SUBMITTED, 2, None)
    assert report.answer_due_at == LATER + timedelta(hours=48)
    assert Decision.objects.get().report == report
    assert Message.objects.filter(purpose="report_undone").count() == 1
    entry = AuditEntry.objects.get(action="correction_report.undone")
    assert (entry.patient_id, entry.reason) == (report.patient_id, "Nhìn nhầm dòng")


def test_a_dose_that_was_withdrawn_counts_again_with_its_certificate() -> None:
    certificates.signing_key()
    dose = doses.dose(patients.patient())
    certificates.refresh([dose.patient_id], at=AT)
    report = corrections.said(ReportKind.NEVER_RECEIVED, dose.patient, dose=dose)
    accepted(report)
    assert not Dose.objects.counting().exists()
    undone(report)
    assert the_dose(dose).current.facts == dose.current.facts
    assert certificates.in_force(dose.patient_id) is not None
    assert AuditEntry.objects.filter(action="dose.reinstated").count() == 1


def test_a_dose_that_was_added_no_longer_counts_and_may_be_added_again() -> None:
    patient = patients.patient()
    report = undone(accepted(corrections.missing(patient)))
    assert report.dose is None
    assert not Dose.objects.counting().exists()
    accepted(report)
    assert Dose.objects.counting().count() == 1
    undone(report)
    assert not Dose.objects.counting().exists()
    assert report.round == 2


def test_somebody_registered_stays_on_record_without_the_dose_and_the_report_is_nobodys() -> None:
    report = undone(accepted(corrections.nothing_recorded()))
    assert (report.patient, report.dose) == (None, None)
    assert Patient.objects.count() == 1
    assert not Dose.objects.counting().exists()
    accepted(report)
    assert Patient.objects.count() == 1
    assert Dose.objects.counting().count() == 1


def test_a_persons_change_is_changed_back() -> None:
    patient = patients.patient(MISTYPED)
    change = PersonChange(full_name="Nguyễn Thị Bảo Lộc", phone="0912345678")
    undone(accepted(corrections.said(ReportKind.PERSON_WRONG, patient, Claims(change=change))))
    current = Patient.objects.get(pk=patient.pk).current
    assert (current.number, current.facts) == (3, MISTYPED)
    assert current.reason == PatientReason.UNDONE


def test_records_that_were_joined_are_parted() -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    report = accepted(about_another(ReportKind.TWO_RECORDS, patient), whose=other)
    undone(report)
    assert not are_one_person(patient.pk, other.pk)
    assert PatientLink.objects.get().ended_reason == UnlinkReason.BY_MISTAKE


def test_a_dose_that_was_moved_goes_back() -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    dose = doses.dose(patient)
    undone(accepted(about_another(ReportKind.NOT_MINE, patient, dose), whose=other))
    assert list(Dose.objects.counting()) == [dose]
    assert the_dose(dose).current.facts == dose.current.facts


def test_a_report_that_changed_nothing_on_record_is_only_opened_again() -> None:
    certificates.signing_key()
    patient = patients.patient()
    doses.dose(patient)
    report = accepted(corrections.said(ReportKind.CERTIFICATE, patient))
    assert effects_of(report).doses == ()
    assert undone(report).status == ReportStatus.SUBMITTED


def test_what_was_built_on_it_since_is_not_undone() -> None:
    report = accepted(corrections.wrong())
    assert report.dose is not None
    facts = replace(the_dose(report.dose).current.facts, lot_number="FK0999")
    amend_dose(
        dose_id=report.dose.pk,
        facts=facts,
        reason=DoseReason.REPORT,
        origin="report:AAAA",
        by=machine("test"),
        at=LATER,
    )
    with pytest.raises(operations.DoseChangedSince):
        undone(report)


def test_a_person_changed_since_is_not_changed_back() -> None:
    patient = patients.patient(MISTYPED)
    change = PersonChange(full_name="Nguyễn Thị Bảo Lộc")
    report = accepted(corrections.said(ReportKind.PERSON_WRONG, patient, Claims(change=change)))
    amend_patient(
        patient_id=patient.pk,
        facts=replace(MISTYPED, sex=""),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=LATER,
    )
    with pytest.raises(operations.PersonChangedSince):
        undone(report)


def test_records_parted_since_are_not_parted_again() -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    report = accepted(about_another(ReportKind.TWO_RECORDS, patient), whose=other)
    unlink_patients(
        link_id=PatientLink.objects.get().pk,
        reason=UnlinkReason.ANOTHER_PERSON,
        by=machine("test"),
        at=LATER,
    )
    with pytest.raises(operations.PartedSince):
        undone(report)


def test_a_dose_does_not_count_again_beside_another_of_the_same_day() -> None:
    dose = doses.dose(patients.patient())
    report = accepted(corrections.said(ReportKind.NEVER_RECEIVED, dose.patient, dose=dose))
    doses.dose(dose.patient)
    with pytest.raises(operations.AnotherDoseStandsThere):
        undone(report)


def test_only_what_is_accepted_is_undone_with_a_reason_by_an_officer_of_the_unit() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    with pytest.raises(operations.MoveNotAllowed):
        undone(report)
    accepted(report)
    with pytest.raises(operations.UndoNeedsAReason):
        undo_acceptance(report_id=report.pk, note=" ", by=officer, at=LATER)
    with pytest.raises(NotAllowed):
        undone(report, corrections.officer("vn/2025:79"))
    with pytest.raises(operations.MoveNotAllowed):
        operations.reopen_report(report_id=report.pk, note="Nhầm", by=officer, at=LATER)


def test_whoever_undid_a_report_may_decide_it_anew_and_all_is_counted_once() -> None:
    officer = corrections.officer()
    report = undone(accepted(corrections.wrong()), officer)
    assert list(tallies_that_disagree()) == []
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Khớp thật", by=officer, at=LATER)
    assert list(tallies_that_disagree()) == []
    assert list(disagreements_on_record()) == []
    assert [decision.round for decision in Decision.objects.order_by("pk")] == [1, 2]


def test_who_recorded_a_dose_herself_does_not_review_it_after_an_undo_either() -> None:
    clerk = corrections.officer()
    dose = doses.dose(patients.patient(), by=clerk)
    report = undone(accepted(corrections.about(dose)))
    report.refresh_from_db()
    assert not permissions.can_review(clerk, report)
    assert permissions.can_review(corrections.officer(), report)
    assert the_dose(dose).current.status == DoseStatus.COMPLETED


def test_a_report_may_be_accepted_and_undone_again_and_again() -> None:
    dose = doses.dose(patients.patient())
    report = corrections.about(dose)
    for number in (2, 4, 6):
        accepted(report)
        assert the_dose(dose).current.administered_on == date(2021, 8, 13)
        undone(report)
        assert the_dose(dose).current.number == number + 1
        assert the_dose(dose).current.facts == dose.current.facts


def test_what_ended_with_it_waits_for_it_again() -> None:
    dose = doses.dose(patients.patient())
    earlier, later = corrections.about(dose), corrections.about(dose)
    join_reports(joins={later.pk: earlier.pk}, by=machine("triage"), at=AT)
    undone(accepted(earlier))
    later.refresh_from_db()
    assert (later.status, later.joined_to) == (ReportStatus.JOINED, earlier)
    assert (later.round, later.decided_at) == (2, None)
    assert Message.objects.filter(purpose="report_undone").count() == 2
    assert list(tallies_that_disagree()) == []
    accepted(earlier)
    later.refresh_from_db()
    assert later.status == ReportStatus.ACCEPTED
    assert list(disagreements_on_record()) == []


def test_what_the_machine_answered_is_opened_again_without_touching_the_record() -> None:
    report = corrections.wrong()
    answer_reports(report_ids=[report.pk], by=machine("triage"), at=AT)
    undone(report)
    report.refresh_from_db()
    assert (report.status, report.round) == (ReportStatus.SUBMITTED, 2)
    assert DoseVersion.objects.count() == 1
    assert list(tallies_that_disagree()) == []


def test_of_two_reports_on_one_dose_the_last_is_undone_first() -> None:
    dose = doses.dose(patients.patient())
    first = accepted(corrections.about(dose))
    claim = DoseClaim(lot_number="FK0999")
    second = accepted(corrections.about(dose, claim=claim))
    with pytest.raises(operations.DoseChangedSince):
        undone(first)
    undone(second)
    undone(first)
    assert the_dose(dose).current.facts == dose.current.facts
