"""Many people get their next versions at once, with all that follows each."""

from dataclasses import replace

import pytest

from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.matching.queries import holders_of
from sotiem.patients import operations
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient
from tests.factories import patients
from tests.factories.patients import AT

pytestmark = pytest.mark.django_db
NEW = "079090001111"


def amend(facts: dict[Patient, PatientFacts]) -> dict[int, int]:
    return operations.amend_patients(
        facts={patient.pk: wanted for patient, wanted in facts.items()},
        origins={patient.pk: "sheet:x#2" for patient in facts},
        reason=PatientReason.SHEET,
        by=machine("test"),
        at=AT,
    )


def test_each_person_has_the_next_version_and_is_found_by_it() -> None:
    one = patients.patient()
    other = patients.patient(patients.facts(full_name="Phạm Văn Lạ", cccd=""))
    made = amend(
        {
            one: replace(one.current.facts, full_name="Nguyễn Thị Bảo Ngọc"),
            other: replace(other.current.facts, cccd=NEW),
        }
    )
    current = Patient.objects.select_related("current").get(pk=one.pk).current
    assert (current.pk, current.number, current.full_name) == (
        made[one.pk],
        2,
        "Nguyễn Thị Bảo Ngọc",
    )
    assert holders_of([NEW, one.current.cccd]) == {NEW: [other.pk], one.current.cccd: [one.pk]}
    assert AuditEntry.objects.filter(action="patient.amended").count() == 2


def test_one_that_says_nothing_new_refuses_all() -> None:
    one = patients.patient()
    other = patients.patient(patients.facts(full_name="Phạm Văn Lạ", cccd=""))
    with pytest.raises(operations.NothingToChange):
        amend({one: one.current.facts, other: replace(other.current.facts, cccd=NEW)})
    assert holders_of([NEW]) == {}


def test_an_old_number_is_found_like_a_personal_one() -> None:
    patient = patients.patient(patients.facts(cccd="", cmnd="023456789"))
    assert holders_of(["023456789", "012345678"]) == {"023456789": [patient.pk]}
