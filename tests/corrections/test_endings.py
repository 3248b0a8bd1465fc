"""What becomes of the record when a report of each other kind is accepted."""

from datetime import date

import pytest

from sotiem.certificates.models import Certificate
from sotiem.corrections import operations, rules
from sotiem.corrections.facts import Claims, PersonChange, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import accept_report
from sotiem.corrections.queries import people_meant
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.patients.facts import LinkReason, PatientReason
from sotiem.patients.models import Patient, PatientLink
from sotiem.patients.queries import are_one_person
from tests.factories import certificates, corrections, doses, links, patients, reference
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db
LOC = patients.facts()
MISTYPED = patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd="")


def accepted(report: CorrectionReport, *, whose: Patient | None = None) -> CorrectionReport:
    """Agreed with by as many officers as it takes; the first one names the other person."""
    first = corrections.officer()
    corrections.taken_up(report, first)
    named = whose.public_id if whose else None
    done = accept_report(report_id=report.pk, note="Khớp", by=first, at=AT, whose=named)
    if done.status == ReportStatus.AWAITING_SECOND:
        second = corrections.officer()
        done = accept_report(report_id=report.pk, note="Khớp", by=second, at=AT)
    assert done.status == ReportStatus.ACCEPTED
    return done


def second_record(patient: Patient) -> CorrectionReport:
    """She says that she has another record, and how her name is written there."""
    named = PersonClaim(
        full_name=MISTYPED.full_name, birth_date=MISTYPED.birth_date, phone=MISTYPED.phone
    )
    return corrections.said(ReportKind.TWO_RECORDS, patient, Claims(person=named))


def test_a_wrong_name_gives_the_person_her_next_version() -> None:
    patient = patients.patient(MISTYPED)
    change = PersonChange(full_name=LOC.full_name)
    report = corrections.said(ReportKind.PERSON_WRONG, patient, Claims(change=change))
    accepted(report)
    current = Patient.objects.get(pk=patient.pk).current
    assert (current.number, current.full_name) == (2, LOC.full_name)
    assert (current.birth_date, current.reason) == (MISTYPED.birth_date, PatientReason.REPORT)
    assert current.origin == report.origin


def test_another_telephone_takes_two_officers() -> None:
    patient = patients.patient()
    change = PersonChange(phone="0912345678")
    report = corrections.said(ReportKind.PERSON_WRONG, patient, Claims(change=change))
    officer = corrections.officer()
    corrections.taken_up(report, officer)
    done = accept_report(report_id=report.pk, note="Khớp", by=officer, at=AT)
    assert done.status == ReportStatus.AWAITING_SECOND
    assert Patient.objects.get(pk=patient.pk).current.phone == LOC.phone


def test_a_person_is_not_wrong_as_she_is_recorded() -> None:
    patient = patients.patient()
    for change in (PersonChange(), PersonChange(full_name=LOC.full_name)):
        with pytest.raises(rules.NothingClaimed):
            corrections.said(ReportKind.PERSON_WRONG, patient, Claims(change=change))


def test_of_a_dose_that_stands_there_twice_one_no_longer_counts() -> None:
    patient = patients.patient()
    first, again = doses.dose(patient), doses.dose(patient, date(2021, 8, 13))
    claims = Claims(same_as=first.pk)
    accepted(corrections.said(ReportKind.DOSE_TWICE, patient, claims, dose=again))
    assert list(Dose.objects.counting()) == [first]


@pytest.mark.parametrize("which", ["itself", "nothing", "of somebody else"])
def test_a_dose_repeats_another_of_the_same_person_only(which: str) -> None:
    patient = patients.patient()
    dose = doses.dose(patient)
    strangers = doses.dose(patients.patient(patients.facts(full_name="Phạm Văn Lạ", cccd="")))
    same_as = {"itself": dose.pk, "nothing": None, "of somebody else": strangers.pk}[which]
    with pytest.raises(operations.NotTheSameDose):
        corrections.said(ReportKind.DOSE_TWICE, patient, Claims(same_as=same_as), dose=dose)


def test_two_records_are_joined_once_an_officer_named_the_other() -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    report = second_record(patient)
    assert [one.patient_id for one in people_meant(report)] == [other.pk]
    accepted(report, whose=other)
    assert are_one_person(patient.pk, other.pk)
    link = PatientLink.objects.get()
    assert (link.reason, link.origin) == (LinkReason.REQUESTED, report.origin)


def test_no_officer_names_somebody_whom_the_report_cannot_mean() -> None:
    patient, officer = patients.patient(), corrections.officer()
    patients.patient(MISTYPED)
    stranger = patients.patient(
        patients.facts(full_name="Phạm Văn Lạ", birth_date="1950", cccd="", phone="0988888888")
    )
    report = corrections.taken_up(second_record(patient), officer)
    for whose in (stranger.public_id, patient.public_id):
        with pytest.raises(operations.NobodyIsMeantSo):
            accept_report(report_id=report.pk, note="x", by=officer, at=AT, whose=whose)
    with pytest.raises(operations.OtherPersonIsNotNamed):
        accept_report(report_id=report.pk, note="x", by=officer, at=AT)


def test_records_joined_meanwhile_are_not_joined_again() -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    report, first = second_record(patient), corrections.officer()
    corrections.taken_up(report, first)
    accept_report(report_id=report.pk, note="x", by=first, at=AT, whose=other.public_id)
    links.link(patient.pk, other.pk)
    with pytest.raises(operations.RecordAlreadySaysSo):
        accept_report(report_id=report.pk, note="x", by=corrections.officer(), at=AT)


@pytest.mark.parametrize("is_named", [True, False])
def test_a_dose_of_somebody_else_leaves_and_goes_to_whose_it_is(is_named: bool) -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    dose = doses.dose(patient)
    named = PersonClaim(
        full_name=MISTYPED.full_name, birth_date=MISTYPED.birth_date, phone=MISTYPED.phone
    )
    claims = Claims(person=named if is_named else None)
    report = corrections.said(ReportKind.NOT_MINE, patient, claims, dose=dose)
    accepted(report, whose=other if is_named else None)
    assert Dose.objects.get(pk=dose.pk).current.status == DoseStatus.ENTERED_IN_ERROR
    moved = Dose.objects.counting().of_person(other.pk)
    assert [one.current.administered_on for one in moved] == [date(2021, 8, 12)] * is_named
    assert {one.current.origin for one in moved} <= {report.origin}


def test_a_dose_that_its_owner_has_already_only_leaves() -> None:
    patient, other = patients.patient(), patients.patient(MISTYPED)
    dose, known = doses.dose(patient), doses.dose(other)
    named = PersonClaim(
        full_name=MISTYPED.full_name, birth_date=MISTYPED.birth_date, phone=MISTYPED.phone
    )
    report = corrections.said(ReportKind.NOT_MINE, patient, Claims(person=named), dose=dose)
    accepted(report, whose=other)
    assert list(Dose.objects.counting()) == [known]


def test_a_certificate_is_issued_anew_and_the_old_one_revoked() -> None:
    certificates.signing_key()
    patient = patients.patient()
    doses.dose(patient)
    certificates.refresh([patient.pk], at=AT)
    old = certificates.in_force(patient.pk)
    accepted(corrections.said(ReportKind.CERTIFICATE, patient))
    new = certificates.in_force(patient.pk)
    assert new.pk != old.pk
    assert Certificate.objects.get(pk=old.pk).replaced_by_id == new.pk


def test_nobody_without_a_dose_is_given_a_certificate() -> None:
    certificates.signing_key()
    report = corrections.said(ReportKind.CERTIFICATE, patients.patient())
    officer = corrections.officer()
    corrections.taken_up(report, officer)
    with pytest.raises(operations.NoCertificateCanBeIssued):
        accept_report(report_id=report.pk, note="x", by=officer, at=AT)


def test_where_no_residence_is_known_the_place_of_the_last_dose_answers() -> None:
    patient = patients.patient()
    assert second_record(patient).path == "vn"
    doses.dose(patient)
    assert second_record(patient).path == reference.facility().path
