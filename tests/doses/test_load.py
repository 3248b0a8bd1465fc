"""Doses of another system, kept up to date by what it calls them."""

from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

import pytest

from sotiem.certificates.models import Certificate
from sotiem.certificates.queries import disagreements_on_record
from sotiem.doses.facts import DoseFacts, DoseReason, DoseSource, LoadedDose, NotLoaded
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations import DosesLoaded, amend_dose, load_doses, withdraw_dose
from sotiem.doses.operations._digest import digest_of
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.bulk import Loaded
from sotiem.foundation.models import AuditEntry
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.patients.operations import load_people
from sotiem.vaccines.facts import UNSPECIFIED
from tests.concurrency import together
from tests.factories import certificates, links, patients, reference
from tests.factories import doses as make

BY = machine("test")


def person(name: str = "P1", facts: PatientFacts | None = None, *, at: datetime) -> None:
    people = {name: facts or patients.facts()}
    load_people(people=people, origin="load", by=BY, at=at)


def told(day: date = date(2021, 8, 12), *, of: str = "P1", lot: str = "FK0112") -> LoadedDose:
    facts = replace(make.facts(day), lot_number=lot, source=DoseSource.HISTORICAL)
    return LoadedDose(person=of, facts=facts)


def load(at: datetime, **doses: LoadedDose) -> DosesLoaded:
    return load_doses(doses=doses, origin="load", with_certificates=False, by=BY, at=at)


def load_and_certify(at: datetime, **doses: LoadedDose) -> DosesLoaded:
    return load_doses(doses=doses, origin="load", with_certificates=True, by=BY, at=at)


@pytest.mark.django_db
def test_a_loaded_dose_is_on_record_with_its_name_elsewhere_and_a_trace(at: datetime) -> None:
    person(at=at)
    assert load(at, D1=told()) == DosesLoaded(Loaded(added=1))
    dose = Dose.objects.get(reference="D1")
    assert dose.current.facts == told().facts
    assert dose.current.reason == DoseReason.LOADED
    entry = AuditEntry.objects.get(action="dose.recorded")
    assert (entry.object_id, entry.patient_id) == (dose.current_id, dose.patient_id)
    assert entry.digest == audit.digest_of(asdict(dose.current.facts))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"facility_id": None, "place": 'Trạm "Bình Minh"\n'},
        {"lot_number": "", "vaccine_text": "Số 7"},
    ],
)
@pytest.mark.django_db
def test_the_trail_vouches_for_loaded_facts(changes: dict[str, object]) -> None:
    facts: DoseFacts = replace(make.facts(), **changes)  # type: ignore[arg-type]
    assert digest_of(facts) == audit.digest_of(asdict(facts))


@pytest.mark.django_db
def test_loading_the_same_again_changes_nothing(at: datetime) -> None:
    person(at=at)
    doses: dict[str, Any] = {"D1": told(), "D2": told(date(2021, 10, 1))}
    load(at, **doses)
    assert load(at, **doses) == DosesLoaded(Loaded(unchanged=2))
    assert DoseVersion.objects.count() == 2


@pytest.mark.django_db
def test_what_the_other_system_tells_otherwise_now_is_the_next_version(at: datetime) -> None:
    person(at=at)
    load(at, D1=told())
    assert load(at, D1=told(lot="FK0113")).done == Loaded(changed=1)
    dose = Dose.objects.get(reference="D1")
    assert (dose.current.number, dose.current.lot_number) == (2, "FK0113")
    assert load(at, D1=told(lot="FK0113")).done == Loaded(unchanged=1)


@pytest.mark.django_db
def test_what_was_corrected_here_is_not_undone_by_the_other_system(at: datetime) -> None:
    person(at=at)
    load(at, D1=told())
    dose = Dose.objects.get(reference="D1")
    corrected = replace(dose.current.facts, lot_number="FK0999")
    amend_dose(dose_id=dose.pk, facts=corrected, reason=DoseReason.REPORT, origin="t", by=BY, at=at)
    assert load(at, D1=told()).done == Loaded(unchanged=1)
    assert load(at, D1=told(lot="FK0113")).left_out == {"D1": NotLoaded.CORRECTED_SINCE}
    assert Dose.objects.get(pk=dose.pk).current.lot_number == "FK0999"


@pytest.mark.django_db
def test_a_withdrawn_dose_does_not_come_back(at: datetime) -> None:
    person(at=at)
    load(at, D1=told())
    withdraw_dose(dose_id=Dose.objects.get().pk, origin="t", by=BY, at=at)
    assert load(at, D1=told()).done == Loaded(unchanged=1)
    assert not Dose.objects.counting().exists()


@pytest.mark.parametrize(
    ("dose", "why"),
    [
        (told, NotLoaded.SAME_DOSE_TWICE),
        (lambda: told(of="P9"), NotLoaded.NO_SUCH_PERSON),
        (lambda: told(date(2021, 10, 13)), NotLoaded.IN_THE_FUTURE),
        (lambda: told(date(2021, 3, 7)), NotLoaded.BEFORE_THE_CAMPAIGN),
    ],
)
@pytest.mark.django_db
def test_a_dose_that_cannot_be_is_left_out_and_harms_no_other(
    at: datetime, dose: object, why: NotLoaded
) -> None:
    person(at=at)
    bad = dose()  # type: ignore[operator]
    loaded = load(at, D1=told(), BAD=bad, D3=told(date(2021, 9, 30)))
    assert loaded == DosesLoaded(Loaded(added=2), {"BAD": why})
    assert set(Dose.objects.values_list("reference", flat=True)) == {"D1", "D3"}


@pytest.mark.django_db
def test_a_dose_before_birth_is_left_out(at: datetime) -> None:
    person(facts=patients.facts(birth_date="2021-09", cccd=""), at=at)
    assert load(at, D1=told()).left_out == {"D1": NotLoaded.BEFORE_BIRTH}


@pytest.mark.django_db
def test_a_dose_does_not_change_its_person(at: datetime) -> None:
    person(at=at)
    person("P2", patients.facts(full_name="Trần Văn Thử", cccd="", phone=""), at=at)
    load(at, D1=told())
    assert load(at, D1=told(of="P2")).left_out == {"D1": NotLoaded.DOSE_OF_ANOTHER_PERSON}


@pytest.mark.django_db
def test_a_dose_is_not_moved_onto_another_ones_day(at: datetime) -> None:
    person(at=at)
    load(at, D1=told(), D2=told(date(2021, 9, 30)))
    assert load(at, D2=told()).left_out == {"D2": NotLoaded.SAME_DOSE_TWICE}


@pytest.mark.django_db
def test_joined_records_have_no_two_doses_on_one_day(at: datetime) -> None:
    person(at=at)
    person("P2", at=at)
    load(at, D1=told())
    first = Dose.objects.get().patient
    second = Patient.objects.get(reference="P2")
    links.link(first.pk, second.pk)
    assert load(at, D2=told(of="P2")).left_out == {"D2": NotLoaded.SAME_DOSE_TWICE}


@pytest.mark.django_db
def test_certificates_are_issued_only_when_asked_for(at: datetime) -> None:
    certificates.signing_key()
    person(at=at)
    load(at, D1=told())
    assert not Certificate.objects.exists()
    assert list(disagreements_on_record()) == []
    load_and_certify(at, D2=told(date(2021, 9, 30)))
    assert Certificate.objects.get().dose_number == 2


@pytest.mark.django_db
def test_no_certificate_tells_of_a_vaccine_nobody_knows(at: datetime) -> None:
    certificates.signing_key()
    person(at=at)
    facts = replace(
        told().facts, vaccine_id=reference.vaccine(UNSPECIFIED).pk, vaccine_text="Vắc xin Số 7"
    )
    load_and_certify(at, D1=LoadedDose(person="P1", facts=facts))
    assert Dose.objects.get().current.vaccine_text == "Vắc xin Số 7"
    assert not Certificate.objects.exists()
    assert AuditEntry.objects.filter(action="certificate.not_issued").exists()


@pytest.mark.usefixtures("committed_db")
def test_two_who_load_the_same_doses_at_once_load_them_once(at: datetime) -> None:
    person(at=at)
    doses: dict[str, Any] = {"D1": told(), "D2": told(date(2021, 9, 30))}
    assert together(lambda: load(at, **doses), lambda: load(at, **doses)) == []
    assert Dose.objects.count() == 2
