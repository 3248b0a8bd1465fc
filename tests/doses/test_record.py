from dataclasses import asdict, replace
from datetime import date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from sotiem.doses import operations
from sotiem.doses.facts import DoseReason, DoseStatus, NewDose
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import amend_dose, record_doses, withdraw_dose
from sotiem.doses.queries import doses_of
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from tests.concurrency import together
from tests.factories import doses as make
from tests.factories import patients

BY = machine("test")


@pytest.mark.django_db
def test_a_dose_is_recorded_with_its_first_version_and_a_trace(at: datetime) -> None:
    patient = patients.patient()
    dose = make.dose(patient)
    assert dose.current.number == 1
    entry = AuditEntry.objects.get(action="dose.recorded")
    assert entry.patient_id == patient.pk
    assert entry.digest == audit.digest_of(asdict(dose.current.facts))


@pytest.mark.django_db
def test_an_amended_dose_keeps_its_earlier_version(at: datetime) -> None:
    dose = make.dose(patients.patient())
    before = dose.current.facts
    after = replace(before, administered_on=date(2021, 8, 13))
    amend_dose(dose_id=dose.pk, facts=after, reason=DoseReason.REPORT, origin="t", by=BY, at=at)
    first, second = DoseVersion.objects.filter(dose=dose).order_by("number")
    assert (first.facts, second.facts) == (before, after)
    assert Dose.objects.get(pk=dose.pk).current == second


@pytest.mark.django_db
def test_amending_to_the_same_is_refused(at: datetime) -> None:
    dose = make.dose(patients.patient())
    with pytest.raises(operations.NothingToAmend):
        amend_dose(
            dose_id=dose.pk,
            facts=dose.current.facts,
            reason=DoseReason.REPORT,
            origin="t",
            by=BY,
            at=at,
        )


@pytest.mark.django_db
def test_a_withdrawn_dose_no_longer_counts_and_is_still_there(at: datetime) -> None:
    patient = patients.patient()
    dose = make.dose(patient)
    withdraw_dose(dose_id=dose.pk, origin="t", by=BY, at=at)
    assert doses_of(patient.pk) == []
    assert Dose.objects.get(pk=dose.pk).current.status == DoseStatus.ENTERED_IN_ERROR


@pytest.mark.django_db
def test_a_second_dose_on_the_same_day_is_refused(at: datetime) -> None:
    patient = patients.patient()
    make.dose(patient)
    with pytest.raises(operations.DoseIsKnown):
        make.dose(patient, vaccine="COMIRNATY")


@pytest.mark.django_db
def test_a_dose_cannot_be_amended_onto_another_ones_day(at: datetime) -> None:
    patient = patients.patient()
    first = make.dose(patient, date(2021, 8, 12))
    second = make.dose(patient, date(2021, 9, 30))
    facts = replace(second.current.facts, administered_on=first.current.administered_on)
    with pytest.raises(operations.DoseIsKnown):
        amend_dose(
            dose_id=second.pk, facts=facts, reason=DoseReason.REPORT, origin="t", by=BY, at=at
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "refusal"),
    [
        (date(2021, 10, 2), operations.GivenInTheFuture),
        (date(2021, 3, 7), operations.GivenBeforeTheVaccineExisted),
    ],
)
def test_an_impossible_day_is_refused(day: date, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        make.dose(patients.patient(), day)


@pytest.mark.django_db
def test_a_dose_before_birth_is_refused() -> None:
    child = patients.patient(patients.facts(birth_date="2021-09", cccd=""))
    with pytest.raises(operations.GivenBeforeBirth):
        make.dose(child, date(2021, 8, 31))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE doses_doseversion SET lot_number = 'X'", "DELETE FROM doses_doseversion"]
)
def test_the_database_refuses_to_change_a_version(statement: str) -> None:
    make.dose(patients.patient())
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["source", "status", "reason"])
def test_a_version_with_an_unknown_word_is_refused(column: str) -> None:
    version = make.dose(patients.patient()).current
    version.pk, version.number = None, 2
    setattr(version, column, "unheard-of")
    with pytest.raises(IntegrityError, match=f"dose_version_{column}_is_known"):
        version.save(force_insert=True)


@pytest.mark.usefixtures("committed_db")
def test_two_who_record_the_same_dose_at_once_record_it_once(at: datetime) -> None:
    patient = patients.patient()
    new = NewDose(patient_id=patient.pk, facts=make.facts(), origin="t")

    def record() -> None:
        record_doses(doses=[new], reason=DoseReason.RECORDED, by=BY, at=at)

    refused = together(record, record)
    assert [type(error) for error in refused] == [operations.DoseIsKnown]
    assert Dose.objects.count() == 1
