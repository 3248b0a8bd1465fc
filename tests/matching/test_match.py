from dataclasses import replace
from datetime import datetime

import pytest
from django.db import IntegrityError

from sotiem.foundation.actors import machine
from sotiem.matching.facts import Match, PersonClue, Reason, Zone
from sotiem.matching.models import PatientKey
from sotiem.matching.queries import LARGEST_BLOCK, find_exact, match_many, match_one
from sotiem.patients.facts import PatientReason
from sotiem.patients.operations import amend_patient, register_patients
from tests.factories import patients

pytestmark = pytest.mark.django_db

LOC = PersonClue(
    full_name="Nguyễn Thị Bảo Lộc",
    birth_date="1987-04-03",
    sex="female",
    phone="0901234567",
    cccd="079187001234",
)


def match(**changes: str) -> Match:
    return match_one(replace(LOC, **changes))


def test_the_same_number_name_and_birth_date_is_the_person() -> None:
    patient = patients.patient()
    assert match().patient_id == patient.pk
    assert match(phone="").zone == Zone.LINK


@pytest.mark.parametrize(
    "name", ["NGUYEN THI BAO LOC", "Nguyễn  Thị Bảo Lộc", "nguyễn thị bảo lộc"]
)
def test_a_name_without_marks_or_in_capitals_is_the_same_name(name: str) -> None:
    patient = patients.patient()
    assert match(full_name=name).patient_id == patient.pk


def test_a_mistyped_name_goes_to_a_person() -> None:
    """Bảo became Bửu, and one woman became two."""
    patients.patient()
    found = match(full_name="Nguyễn Thị Bửu Lộc")
    assert (found.zone, found.patient_id) == (Zone.REVIEW, None)
    assert Reason.NAME_DIFFERS in found.candidates[0].reasons


def test_without_a_number_name_birth_date_and_phone_are_the_person() -> None:
    patient = patients.patient(patients.facts(cccd=""))
    assert match().patient_id == patient.pk


def test_a_namesake_with_another_number_is_someone_else() -> None:
    patients.patient()
    assert match(cccd="079187009999", phone="0987654321").zone == Zone.NEW


def test_a_namesake_of_whom_nothing_more_is_known_goes_to_a_person() -> None:
    patients.patient(patients.facts(cccd="", phone="0911111111"))
    assert match(cccd="").zone == Zone.REVIEW


def test_twins_on_one_phone_are_two_people() -> None:
    patients.patient(patients.facts(cccd=""))
    assert match(full_name="Nguyễn Thị Bảo Lan", cccd="").zone == Zone.NEW


def test_a_swapped_day_and_month_goes_to_a_person() -> None:
    patients.patient()
    found = match(birth_date="1987-03-04")
    assert found.zone == Zone.REVIEW
    assert Reason.BIRTH_DATE_SWAPPED in found.candidates[0].reasons


def test_a_year_only_fits_when_the_number_agrees() -> None:
    patient = patients.patient()
    assert match(birth_date="1987").patient_id == patient.pk
    assert match(birth_date="1987", cccd="", phone="").zone == Zone.NEW


def test_two_equal_records_are_a_doubt() -> None:
    patients.patient(patients.facts(cccd=""))
    patients.patient(patients.facts(cccd=""))
    found = match()
    assert (found.zone, len(found.candidates)) == (Zone.REVIEW, 2)


def test_a_phone_shared_by_many_finds_nobody() -> None:
    people = [
        patients.facts(full_name="Lê Văn Một", birth_date=f"19{year}-01-02", cccd="")
        for year in range(20, 20 + LARGEST_BLOCK + 1)
    ]
    register_patients(people=people, origin="test", by=machine("test"), at=patients.AT)
    assert match(full_name="Lê Văn Một", birth_date="1999-05-06", cccd="").zone == Zone.NEW


def test_an_amended_person_is_found_by_the_new_name_only(at: datetime) -> None:
    patient = patients.patient(patients.facts(cccd=""))
    amend_patient(
        patient_id=patient.pk,
        facts=patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=at,
    )
    assert match().zone == Zone.NEW
    assert match(full_name="Nguyễn Thị Bửu Lộc").patient_id == patient.pk


def test_many_are_matched_in_as_many_statements_as_one(
    django_assert_num_queries: type,
) -> None:
    patients.patient()
    with django_assert_num_queries(2):
        answers = match_many([LOC, replace(LOC, cccd="079187009999", phone=""), LOC])
    assert [answer.zone for answer in answers] == [Zone.LINK, Zone.NEW, Zone.LINK]


def test_a_look_up_needs_name_birth_date_and_one_thing_held() -> None:
    patient = patients.patient()
    asked = {"full_name": LOC.full_name, "birth_date": LOC.birth_date}
    assert find_exact(**asked, phone=LOC.phone) == patient.pk
    assert find_exact(**asked, cccd=LOC.cccd) == patient.pk
    assert find_exact(**asked, phone="0987654321") is None
    assert find_exact(full_name="Trần Văn Khác", birth_date="1987-04-03", phone=LOC.phone) is None


def test_a_key_is_kept_once_per_person() -> None:
    patient = patients.patient()
    key = PatientKey.objects.filter(patient=patient)[0]
    with pytest.raises(IntegrityError, match="patient_key_is_unique"):
        PatientKey.objects.create(key=key.key, patient=patient)
