from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from sotiem.foundation.actors import machine
from sotiem.matching.facts import Match, PersonClue, Zone
from sotiem.matching.models import PatientKey
from sotiem.matching.queries import find_exact, match_many, match_one
from sotiem.matching.rules.keys import LARGEST_BLOCK
from sotiem.matching.rules.levels import Born, Name, Number
from sotiem.patients.facts import PatientReason
from sotiem.patients.operations import amend_patient, register_patients
from sotiem.places.models import AdministrativeUnit
from tests.factories import patients

pytestmark = pytest.mark.django_db

CLAIMED = {
    "full_name": "Nguyễn Thị Bảo Lộc",
    "birth_date": "1987-04-03",
    "sex": "female",
    "phone": "0901234567",
    "cccd": "079187001234",
}
LOC = PersonClue(**CLAIMED)  # type: ignore[arg-type]


def match(**changes: str) -> Match:
    return match_one(PersonClue(**{**CLAIMED, **changes}))  # type: ignore[arg-type]


def test_the_same_number_name_and_birth_date_is_the_person() -> None:
    patient = patients.patient()
    assert match().patient_id == patient.pk
    assert match(phone="").zone == Zone.LINK


@pytest.mark.parametrize(
    "name",
    [
        "NGUYEN THI BAO LOC",
        "Nguyễn  Thị Bảo Lộc",
        "nguyễn thị bảo lộc",
        "NguyÔn ThÞ B¶o Léc",
        "Nguyeenx Thij Baor Loocj",
        "Nguy?n Th? B?o L?c",
        "Lộc Nguyễn Thị Bảo",
        "Nguyễn Lộc",
        "Ng. T. Bảo Lộc",
        "Nguyễn Thị Bảo Lôc",
        "Nguyễn Thị Bửu Lộc",
    ],
)
def test_a_name_written_another_way_is_the_same_name(name: str) -> None:
    patient = patients.patient()
    assert match(full_name=name).patient_id == patient.pk


@pytest.mark.parametrize(
    "born", ["03/04/1987", "3-4-87", "1987", "04/03/1987", "01/01/1987", "31870", "03/04/1978"]
)
def test_a_birth_date_written_another_way_is_no_other_person(born: str) -> None:
    patient = patients.patient()
    assert match(birth_date=born).patient_id == patient.pk


@pytest.mark.parametrize("number", ["079187001243", "79187001234", "07918700123", ""])
def test_a_number_mistyped_is_no_other_person(number: str) -> None:
    patient = patients.patient()
    assert match(cccd=number).patient_id == patient.pk


@pytest.mark.parametrize("phone", ["+84 901 234 567", "901234567", "0901234568", "0977777123"])
def test_another_phone_is_no_other_person(phone: str) -> None:
    patient = patients.patient()
    assert match(phone=phone).patient_id == patient.pk


def test_a_twin_goes_to_a_person() -> None:
    """The same birth date, phone and surname: only the given name tells two sisters apart."""
    patients.patient()
    found = match(full_name="Nguyễn Thị Bảo Lan", cccd="")
    assert (found.zone, found.patient_id) == (Zone.REVIEW, None)


def test_a_twin_with_her_own_number_is_not_linked() -> None:
    patients.patient()
    assert match(full_name="Nguyễn Thị Bảo Lan", cccd="079187009999").patient_id is None


def test_a_namesake_of_the_same_day_is_linked_only_if_something_bears_it_out() -> None:
    patients.patient()
    found = match(cccd="", phone="")
    assert (found.zone, found.patient_id) == (Zone.REVIEW, None)


def test_a_namesake_with_another_number_and_phone_is_not_linked() -> None:
    patients.patient()
    assert match(cccd="079187009999", phone="0987654321").patient_id is None


def test_a_relatives_phone_makes_nobody_the_person() -> None:
    patients.patient()
    found = match(full_name="Trần Văn Khác", birth_date="1950-01-02", cccd="")
    assert (found.zone, found.patient_id) == (Zone.NEW, None)


def test_a_mothers_number_does_not_make_her_child_her() -> None:
    patients.patient()
    found = match(full_name="Trần Gia Khang", birth_date="2015-06-01", sex="male")
    assert found.patient_id is None or found.candidates[0].probability > 0.999


def test_a_number_shared_by_very_many_says_nothing() -> None:
    hotline = [
        patients.facts(full_name=f"Lê Văn {'abcdefghijklmnopqrstuvxy'[n % 24]}an", cccd="")
        for n in range(LARGEST_BLOCK + 5)
    ]
    register_patients(
        people=hotline, origin="test", by=machine("test"), at=datetime(2021, 1, 1, tzinfo=UTC)
    )
    assert match(full_name="Phạm Thị Khác", birth_date="1950-01-02", cccd="").candidates == ()


def test_the_answer_says_how_far_each_field_agrees() -> None:
    patients.patient()
    (candidate,) = match(full_name="Nguyễn Thị Bảo Lôc", birth_date="1987-03-04").candidates
    assert candidate.levels["name"] == Name.TONES_DIFFER
    assert candidate.levels["born"] == Born.SWAPPED
    assert candidate.levels["cccd"] == Number.EQUAL


def test_probabilities_of_all_candidates_and_of_nobody_make_one() -> None:
    patients.patient()
    patients.patient(patients.facts(cccd="", phone="0909999888"))
    found = match(cccd="", phone="")
    assert found.zone == Zone.REVIEW
    assert sum(each.probability for each in found.candidates) + found.nobody == pytest.approx(1)


def test_two_records_that_fit_equally_are_a_doubt() -> None:
    for _ in range(2):
        patients.patient(patients.facts(cccd=""))
    assert match(cccd="").zone == Zone.REVIEW


def test_many_answers_come_in_the_order_of_the_questions() -> None:
    patient = patients.patient()
    stranger = PersonClue(full_name="Phạm Văn Lạ", birth_date="1950-01-02")
    answers = match_many([stranger, LOC, stranger])
    assert [answer.patient_id for answer in answers] == [None, patient.pk, None]


def searches(clue: PersonClue) -> int:
    """How often people were looked for by keys."""
    with CaptureQueriesContext(connection) as asked:
        match_one(clue)
    return sum("matching_key" in query["sql"] for query in asked.captured_queries)


def test_who_is_found_by_what_few_have_is_not_looked_for_by_more() -> None:
    at_home = replace(LOC, commune_id=AdministrativeUnit.objects.filter(level="commune")[0].pk)
    patients.patient(replace(patients.facts(), commune_id=at_home.commune_id))
    assert searches(at_home) == 1
    assert searches(replace(at_home, phone="", cccd="")) == 2
    assert searches(replace(at_home, full_name="Hồ Văn Lạ", phone="", cccd="")) == 3


def test_keys_follow_an_amendment(at: datetime) -> None:
    patient = patients.patient()
    amend_patient(
        patient_id=patient.pk,
        facts=patients.facts(full_name="Trần Thị Mới", birth_date="1990-10-20", cccd="", phone=""),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=at,
    )
    assert match().candidates == ()


def test_a_key_is_kept_once_per_person() -> None:
    patient = patients.patient()
    key = PatientKey.objects.filter(patient=patient).values_list("key", flat=True)[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        PatientKey.objects.create(key=key, patient=patient)


def test_an_exact_look_up_needs_name_birth_date_and_phone_or_number() -> None:
    patient = patients.patient()
    asked = {"full_name": LOC.full_name, "birth_date": LOC.birth_date}
    assert find_exact(**asked, phone=LOC.phone) == patient.pk
    assert find_exact(**asked, cccd=LOC.cccd) == patient.pk
    assert find_exact(**asked, phone="0987654321") is None
    assert find_exact(full_name="Trần Văn Khác", birth_date="1987-04-03", phone=LOC.phone) is None
