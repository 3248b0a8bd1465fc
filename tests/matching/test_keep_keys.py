"""Keys and their index: what people are found by, and by nothing older."""

from collections.abc import Sequence

import numpy as np
import pytest
from django.db import connection

from sotiem.foundation.actors import machine
from sotiem.matching.candidates import traits_on_record
from sotiem.matching.facts import PersonClue
from sotiem.matching.models import PatientKey, PatientTrait
from sotiem.matching.operations import build_key_index, key_index, leave_key_index
from sotiem.matching.operations.key_index import FOUND
from sotiem.matching.queries import match_one
from sotiem.matching.rules.keys import keys_to_keep
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient
from tests.factories import patients

pytestmark = pytest.mark.django_db

LOC = PersonClue(full_name="Nguyễn Thị Bảo Lộc", birth_date="1987-04-03", phone="0901234567")


def _expected(patient_ids: Sequence[int]) -> list[tuple[int, int]]:
    ids, traits = traits_on_record(np.array(patient_ids))
    whose, _, keys = keys_to_keep(traits)
    return sorted(zip(keys.tolist(), ids[whose].tolist(), strict=True))


def _has_index() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(FOUND)
        return bool(cursor.fetchone()[0])


def test_an_amended_person_has_the_keys_of_today_and_no_others() -> None:
    patient, other = patients.patient(), patients.patient(patients.facts(full_name="Trần Văn Bình"))
    amend_patient(
        patient_id=patient.pk,
        facts=PatientFacts(full_name="Lê Minh Châu", birth_date="1990-10-20", phone="0912345678"),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=patients.AT,
    )
    assert PatientTrait.objects.get(pk=patient.pk).name == "lê minh châu"
    kept = sorted(PatientKey.objects.values_list("key", "patient_id"))
    assert kept == _expected([patient.pk, other.pk])


def test_whoever_is_registered_without_an_index_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_index, "WORTH_WHILE", 10)
    assert leave_key_index(newcomers=20)
    assert not _has_index()
    patient = patients.patient()
    assert match_one(LOC).patient_id == patient.pk
    build_key_index()
    assert _has_index()
    assert match_one(LOC).patient_id == patient.pk


def test_the_index_stays_for_people_on_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_index, "WORTH_WHILE", 10)
    patients.patient()
    patients.patient(patients.facts(full_name="Trần Văn Bình"))
    assert not leave_key_index(newcomers=19)
    assert _has_index()
    assert leave_key_index(newcomers=20)


def test_a_filling_that_was_broken_off_is_mended_by_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(key_index, "WORTH_WHILE", 10)
    leave_key_index(newcomers=20)
    assert not leave_key_index(newcomers=5)
    assert _has_index()


def test_few_newcomers_are_not_worth_it() -> None:
    assert not leave_key_index(newcomers=key_index.WORTH_WHILE - 1)
    assert _has_index()
    assert not Patient.objects.exists()
