import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from sotiem.corrections import operations, rules
from sotiem.corrections.facts import Claims, DoseClaim, PersonClaim, ReportKind
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations import keep_photos, submit, submit_report
from sotiem.doses.models import Dose
from sotiem.doses.operations import GivenBeforeBirth, GivenInTheFuture, withdraw_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.models import AuditEntry
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from tests.factories import accounts, corrections, doses, patients, reference


@pytest.fixture
def patient(db: None) -> Patient:
    return patients.patient()


@pytest.fixture
def dose(patient: Patient) -> Dose:
    return doses.dose(patient)


def submit_again(dose: Dose, key: UUID, at: datetime, *, by: Patient | None = None) -> int:
    report = submit_report(
        kind=ReportKind.DOSE_WRONG,
        patient_id=(by or dose.patient).pk,
        dose_id=dose.pk,
        claims=Claims(dose=corrections.ANOTHER_DAY),
        story="",
        photos=keep_photos(files=[("p.jpg", corrections.photo())], at=at),
        submission_key=key,
        by=accounts.citizen_of(by or dose.patient),
        at=at,
    )
    return report.pk


def someone_else() -> Patient:
    return patients.patient(patients.facts(full_name="Phạm Thị Khác", cccd=""))


def test_a_report_is_kept_with_its_claims_photos_trace_and_message(dose: Dose) -> None:
    report = corrections.about(dose, photos=2)
    report.refresh_from_db()
    assert report.said.dose == corrections.ANOTHER_DAY
    assert report.answer_due_at == corrections.AT + timedelta(hours=48)
    assert report.evidence.count() == 2
    entry = AuditEntry.objects.get(action="correction_report.submitted")
    assert (entry.patient_id, entry.details["code"]) == (dose.patient_id, report.tracking_code)
    message = Message.objects.get(purpose="report_received")
    assert message.phone == corrections.PHONE
    assert message.values["code"] == report.tracking_code
    assert message.values["due"] == "09:00 13/10/2021"
    assert message.values["address"].endswith(f"/so-tiem/tra-cuu/{report.tracking_code}")


def test_the_same_submission_twice_is_one_report(dose: Dose, at: datetime) -> None:
    key = new_submission_key()
    assert submit_again(dose, key, at) == submit_again(dose, key, at)
    assert CorrectionReport.objects.count() == Evidence.objects.count() == 1
    assert Message.objects.filter(purpose="report_received").count() == 1


def test_a_submission_key_of_somebody_else_shows_nothing(dose: Dose, at: datetime) -> None:
    key = new_submission_key()
    submit_again(dose, key, at)
    with pytest.raises(NotAllowed):
        submit_again(dose, key, at, by=someone_else())


def test_two_clicks_at_the_same_moment_are_one_report(committed_db: None, at: datetime) -> None:
    dose, key = doses.dose(patients.patient()), new_submission_key()
    together = threading.Barrier(2, timeout=30)
    made: list[int] = []

    def click() -> None:
        together.wait()
        made.append(submit_again(dose, key, at))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join(30)
    assert len(made) == 2
    assert len(set(made)) == 1
    assert CorrectionReport.objects.count() == Evidence.objects.count() == 1


def test_a_click_that_comes_second_finds_the_first_in_its_way(
    dose: Dose, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_submission_key()
    first = submit_again(dose, key, at)
    answers = [None]  # it looked before the first had committed
    find = submit._find
    monkeypatch.setattr(submit, "_find", lambda *asked: answers.pop() if answers else find(*asked))
    assert submit_again(dose, key, at) == first
    assert CorrectionReport.objects.count() == Evidence.objects.count() == 1


def test_nobody_reports_on_the_record_of_somebody_else(dose: Dose, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        submit_again(dose, new_submission_key(), at, by=someone_else())


def test_nobody_reports_in_the_name_of_somebody_else(patient: Patient) -> None:
    for by in (corrections.stranger(), accounts.citizen_of(someone_else())):
        with pytest.raises(NotAllowed):
            submit_report(
                kind=ReportKind.DOSE_MISSING,
                patient_id=patient.pk,
                dose_id=None,
                claims=Claims(dose=corrections.new_dose_claim()),
                story="",
                photos=(),
                submission_key=new_submission_key(),
                by=by,
                at=corrections.AT,
            )


NOT_POSSIBLE: dict[str, tuple[DoseClaim, type[Refusal]]] = {
    "nothing": (DoseClaim(), rules.NothingClaimed),
    "what is recorded": (DoseClaim(lot_number="FK0112"), rules.NothingClaimed),
    "in the future": (DoseClaim(administered_on=date(2021, 10, 12)), GivenInTheFuture),
}


@pytest.mark.parametrize("name", NOT_POSSIBLE)
def test_a_claim_must_say_something_possible(name: str, dose: Dose) -> None:
    claim, refusal = NOT_POSSIBLE[name]
    with pytest.raises(refusal):
        corrections.about(dose, claim=claim)
    assert not CorrectionReport.objects.exists()


def test_a_missing_dose_needs_vaccine_and_day(patient: Patient) -> None:
    with pytest.raises(rules.ClaimIsIncomplete):
        corrections.missing(patient, DoseClaim(administered_on=date(2021, 9, 1)))


def test_a_dose_on_record_cannot_be_missing(patient: Patient, dose: Dose) -> None:
    with pytest.raises(operations.RecordAlreadySaysSo):
        corrections.missing(patient, corrections.new_dose_claim(date(2021, 8, 12)))


def test_a_dose_before_birth_cannot_be_missing(db: None) -> None:
    child = patients.patient(patients.facts(birth_date="2021-09-25"))
    with pytest.raises(GivenBeforeBirth):
        corrections.missing(child)


def test_a_withdrawn_dose_cannot_be_reported(dose: Dose, at: datetime) -> None:
    withdraw_dose(dose_id=dose.pk, origin="test", by=machine("test"), at=at)
    with pytest.raises(operations.DoseNoLongerCounts):
        corrections.about(Dose.objects.get(pk=dose.pk))


def test_someone_not_on_record_says_who_she_is_with_her_own_phone(db: None) -> None:
    with pytest.raises(rules.ClaimIsIncomplete):
        corrections.nothing_recorded(replace(corrections.newcomer(), full_name=""))
    with pytest.raises(NotAllowed):
        submit_report(
            kind=ReportKind.NOTHING_RECORDED,
            patient_id=None,
            dose_id=None,
            claims=Claims(
                dose=corrections.new_dose_claim(), person=corrections.newcomer(phone="0907654321")
            ),
            story="",
            photos=(),
            submission_key=new_submission_key(),
            by=corrections.stranger(),
            at=corrections.AT,
        )


def province_path(person: PersonClaim) -> PersonClaim:
    return replace(person, unit_id=reference.commune().parent_id)


def at_no_facility(day: date = date(2021, 9, 20)) -> DoseClaim:
    return DoseClaim(vaccine_id=reference.vaccine().pk, administered_on=day, place="Tại nhà")


def living_in(commune: bool) -> Patient:
    unit = reference.commune().pk if commune else None
    return patients.patient(replace(patients.facts(), commune_id=unit))


RESPONSIBLE: dict[str, tuple[Callable[[], CorrectionReport], int]] = {
    "the facility of the dose": (lambda: corrections.wrong(), 4),
    "the facility claimed": (lambda: corrections.missing(living_in(False)), 4),
    "the commune": (lambda: corrections.missing(living_in(True), at_no_facility()), 3),
    "the country": (lambda: corrections.missing(living_in(False), at_no_facility()), 1),
    "the province said": (
        lambda: corrections.nothing_recorded(
            province_path(corrections.newcomer()), at_no_facility()
        ),
        2,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", RESPONSIBLE)
def test_the_nearest_known_unit_is_responsible(name: str) -> None:
    make, steps = RESPONSIBLE[name]
    path = make().path
    assert len(path.split("/")) == steps
    assert reference.facility().path.startswith(path)


def test_a_tracking_code_is_not_reused(db: None) -> None:
    first, second = corrections.wrong(), corrections.nothing_recorded()
    assert first.tracking_code != second.tracking_code
    assert datetime.now(UTC) > first.submitted_at
