from datetime import date, timedelta

import pytest

from sotiem.accounts.facts import Staff
from sotiem.corrections import operations
from sotiem.corrections.events import ReportAccepted, ReportRefused
from sotiem.corrections.facts import DoseClaim, Outcome, RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations import accept_report, refuse_report, tell_reporter
from sotiem.corrections.states import ReportStatus
from sotiem.doses.facts import DoseReason, DoseSource, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import withdraw_dose
from sotiem.foundation.actors import machine
from sotiem.messages.models import Message
from sotiem.messages.texts import text_of
from sotiem.patients.models import Patient
from tests.factories import corrections, doses, patients
from tests.factories.corrections import AT

pytestmark = pytest.mark.django_db


def accept(report: CorrectionReport, by: Staff) -> CorrectionReport:
    return accept_report(report_id=report.pk, note="Khớp với phiếu", by=by, at=AT)


def accept_by_two(report: CorrectionReport) -> CorrectionReport:
    first = corrections.officer()
    corrections.taken_up(report, first)
    accept(report, first)
    return accept(report, corrections.officer())


def test_an_accepted_report_gives_the_dose_its_next_version() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    accepted = accept(corrections.taken_up(report, officer), officer)
    assert report.dose is not None
    version = Dose.objects.get(pk=report.dose.pk).current
    assert (version.number, version.administered_on) == (2, date(2021, 8, 13))
    assert (version.reason, version.origin) == (DoseReason.REPORT, report.origin)
    assert version.recorded_by == str(officer)
    assert (accepted.status, accepted.decided_at) == (ReportStatus.ACCEPTED, AT)
    decision = Decision.objects.get()
    assert (decision.outcome, decision.decided_by_id) == (Outcome.ACCEPT, officer.user_id)


def test_a_refused_report_changes_nothing_and_keeps_its_reason() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    refuse_report(
        report_id=report.pk, reason=RefusalReason.DATE_DIFFERS, note="x", by=officer, at=AT
    )
    assert DoseVersion.objects.count() == 1
    decision = Decision.objects.get()
    assert (decision.outcome, decision.reason) == (Outcome.REFUSE, RefusalReason.DATE_DIFFERS)


def test_an_acceptance_says_on_what_grounds() -> None:
    officer = corrections.officer()
    report = corrections.taken_up(corrections.wrong(), officer)
    with pytest.raises(operations.DecisionNeedsANote):
        accept_report(report_id=report.pk, note="  ", by=officer, at=AT)


def test_a_missing_dose_is_recorded_by_the_second_officer_only() -> None:
    patient = patients.patient()
    report = corrections.missing(patient)
    first = corrections.officer()
    accept(corrections.taken_up(report, first), first)
    assert not Dose.objects.exists()
    second = corrections.officer()
    accepted = accept(report, second)
    dose = Dose.objects.get(patient=patient)
    assert accepted.dose_id == dose.pk
    assert dose.current.source == DoseSource.HISTORICAL
    assert dose.current.origin == report.origin
    assert {d.decided_by_id for d in Decision.objects.all()} == {first.user_id, second.user_id}


def test_a_dose_never_received_is_withdrawn_after_two_decisions() -> None:
    dose = doses.dose(patients.patient())
    report = corrections.about(dose, kind=ReportKind.NEVER_RECEIVED, claim=None)
    accept_by_two(report)
    dose = Dose.objects.get(pk=dose.pk)
    assert dose.current.status == DoseStatus.ENTERED_IN_ERROR
    assert dose.current.origin == report.origin


def test_who_is_on_nobodys_record_gets_one_with_the_dose() -> None:
    accepted = accept_by_two(corrections.nothing_recorded())
    patient = Patient.objects.get()
    assert accepted.patient_id == patient.pk
    assert patient.current.full_name == "Lê Văn Chưa Có"
    assert patient.current.origin == accepted.origin
    assert Dose.objects.get().patient_id == patient.pk


def test_two_reports_of_one_newcomer_make_one_record() -> None:
    person = corrections.newcomer()
    accept_by_two(corrections.nothing_recorded(person))
    later = corrections.new_dose_claim(date(2021, 10, 5))
    accept_by_two(corrections.nothing_recorded(person, later))
    assert Patient.objects.count() == 1
    assert Dose.objects.count() == 2


def test_someone_who_may_be_on_record_is_not_registered_again() -> None:
    known = patients.patient(patients.facts(birth_date="1987-03-04", cccd=""))
    claimed = corrections.newcomer(full_name=known.current.full_name)
    person = type(claimed)(full_name=claimed.full_name, birth_date="1987-03-04", phone="0987654321")
    with pytest.raises(operations.PersonIsUnclear):
        accept_by_two(corrections.nothing_recorded(person))
    assert Patient.objects.count() == 1
    assert CorrectionReport.objects.get().status == ReportStatus.AWAITING_SECOND


def test_a_record_that_says_so_already_is_an_understandable_refusal() -> None:
    dose, officer = doses.dose(patients.patient()), corrections.officer()
    one, two = corrections.about(dose), corrections.about(dose)
    corrections.taken_up(two, officer)
    other = corrections.officer()
    accept(corrections.taken_up(one, other), other)
    with pytest.raises(operations.RecordAlreadySaysSo):
        accept(two, officer)
    two.refresh_from_db()
    assert two.status == ReportStatus.UNDER_REVIEW


def test_a_dose_that_became_known_meanwhile_is_not_added_twice() -> None:
    patient = patients.patient()
    report = corrections.missing(patient)
    doses.dose(patient, date(2021, 9, 20))
    with pytest.raises(operations.RecordAlreadySaysSo):
        accept_by_two(report)
    assert Dose.objects.count() == 1


def test_a_dose_withdrawn_meanwhile_is_not_amended() -> None:
    officer, report = corrections.officer(), corrections.wrong()
    corrections.taken_up(report, officer)
    assert report.dose is not None
    withdraw_dose(dose_id=report.dose.pk, origin="test", by=machine("test"), at=AT)
    with pytest.raises(operations.DoseNoLongerCounts):
        accept(report, officer)


def test_a_claim_is_applied_to_what_is_known_when_it_is_accepted() -> None:
    dose = doses.dose(patients.patient())
    first = corrections.about(dose, claim=DoseClaim(lot_number="ABX500"))
    second = corrections.about(dose)
    for report in (first, second):
        officer = corrections.officer()
        accept(corrections.taken_up(report, officer), officer)
    current = Dose.objects.get(pk=dose.pk).current
    assert (current.lot_number, current.administered_on) == ("ABX500", date(2021, 8, 13))


def test_the_reporter_is_told_of_each_decision_without_health_data() -> None:
    officer, agreed, denied = corrections.officer(), corrections.wrong(), corrections.wrong()
    accept(corrections.taken_up(agreed, officer), officer)
    corrections.refused(corrections.taken_up(denied, officer), officer)
    later = AT + timedelta(hours=1)
    for _ in range(2):  # a job may be done twice
        tell_reporter(ReportAccepted(report_id=agreed.pk, at=later))
        tell_reporter(ReportRefused(report_id=denied.pk, at=later))
    told = Message.objects.filter(written_at=later).order_by("pk")
    assert [(message.purpose, message.phone) for message in told] == [
        ("report_accepted", agreed.reporter_phone),
        ("report_refused", denied.reporter_phone),
    ]
    assert [set(message.values) for message in told] == [
        {"code", "address", "change"},
        {"code", "address", "wanted"},
    ]
    changed, wanted = (text_of(message.purpose, message.values) for message in told)
    assert "mũi tiêm đã được sửa" in changed
    assert "Hãy mang giấy tờ đến trạm y tế." in wanted
