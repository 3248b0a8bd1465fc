"""Reports of a person whose records are joined."""

from dataclasses import replace
from datetime import date

import pytest

from sotiem.accounts.facts import Citizen
from sotiem.corrections.facts import Claims, DoseClaim, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import RecordAlreadySaysSo, submit_report, withdraw_report
from sotiem.corrections.permissions import is_own
from sotiem.corrections.queries import report_for_citizen, reports_of, reports_of_citizen
from sotiem.doses.models import Dose
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.refusals import NotAllowed
from sotiem.patients.models import Patient, PatientLink
from tests.factories import accounts, corrections, doses, links, patients

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Patient:
    return patients.patient()


@pytest.fixture
def dose(one: Patient) -> Dose:
    """A dose of the other, newer record."""
    return doses.dose(patients.patient())


@pytest.fixture
def report(dose: Dose) -> CorrectionReport:
    return corrections.about(dose)


@pytest.fixture
def link(one: Patient, report: CorrectionReport) -> PatientLink:
    assert report.patient_id is not None
    return links.link(one.pk, report.patient_id)


def send(by: Citizen, dose: Dose | None, claim: DoseClaim) -> CorrectionReport:
    return submit_report(
        kind=ReportKind.DOSE_WRONG if dose else ReportKind.DOSE_MISSING,
        patient_id=by.patient_id,
        dose_id=dose.pk if dose else None,
        claims=Claims(dose=claim),
        story="",
        photos=(),
        submission_key=new_submission_key(),
        by=by,
        at=corrections.AT,
    )


def test_whoever_signs_in_to_either_record_owns_the_reports_of_both(
    one: Patient, report: CorrectionReport, link: PatientLink
) -> None:
    citizen = accounts.citizen_of(one)
    assert reports_of(one.pk) == reports_of_citizen(citizen) == [report]
    assert report_for_citizen(citizen=citizen, code=report.tracking_code) == report
    withdraw_report(report_id=report.pk, by=citizen, at=corrections.AT)


def test_after_parting_a_report_is_hers_about_whose_record_it_was(
    one: Patient, report: CorrectionReport, link: PatientLink
) -> None:
    links.unlink(link)
    assert report.patient is not None
    assert reports_of(one.pk) == []
    assert not is_own(accounts.citizen_of(one), report)
    with pytest.raises(NotAllowed):
        report_for_citizen(citizen=accounts.citizen_of(one), code=report.tracking_code)
    assert reports_of(report.patient.pk) == [report]
    assert is_own(accounts.citizen_of(report.patient), report)


def test_a_dose_of_the_other_record_can_be_reported_and_the_report_stays_with_that_record(
    one: Patient, dose: Dose, link: PatientLink
) -> None:
    report = send(accounts.citizen_of(one), dose, DoseClaim(lot_number="ABX500"))
    assert report.patient_id == dose.patient_id != one.pk


def test_a_dose_of_somebody_else_cannot_be_reported(one: Patient, dose: Dose) -> None:
    with pytest.raises(NotAllowed):
        send(accounts.citizen_of(one), dose, DoseClaim(lot_number="ABX500"))


def test_a_dose_in_the_other_record_is_not_missing(
    one: Patient, dose: Dose, link: PatientLink
) -> None:
    claim = replace(corrections.new_dose_claim(), administered_on=dose.current.administered_on)
    with pytest.raises(RecordAlreadySaysSo):
        send(accounts.citizen_of(one), None, claim)
    assert send(accounts.citizen_of(one), None, corrections.new_dose_claim(date(2021, 9, 21)))
