from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError

from sotiem.vaccines.models import PriorityGroup, TargetDisease, Vaccine
from sotiem.vaccines.operations import Loaded, load_vaccines
from sotiem.vaccines.queries import (
    UnknownVaccine,
    known_vaccines,
    priority_groups,
    vaccine,
    vaccines,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 5, 6, tzinfo=UTC)


def everything() -> list[tuple[object, ...]]:
    return [
        *TargetDisease.objects.order_by("pk").values_list(),
        *Vaccine.objects.order_by("pk").values_list(),
        *PriorityGroup.objects.order_by("pk").values_list(),
    ]


@pytest.mark.parametrize(
    ("code", "product", "manufacturer", "prophylaxis"),
    [
        ("ASTRAZENECA", "EU/1/21/1529", "ORG-100001699", "29061000087103"),
        ("COMIRNATY", "EU/1/20/1528", "ORG-100030215", "1119349007"),
        ("SPIKEVAX", "EU/1/20/1507", "ORG-100031184", "1119349007"),
        ("JANSSEN", "EU/1/20/1525", "ORG-100001417", "29061000087103"),
        ("SPUTNIK_V", "Sputnik-V", "Gamaleya-Research-Institute", "29061000087103"),
        ("VERO_CELL_BIBP", "BBIBP-CorV", "ORG-100020693", "1157024006"),
        ("VERO_CELL_WIBP", "WIBP-CorV", "Sinopharm-WIBP", "1157024006"),
        ("HAYAT_VAX", "Hayat-Vax", "ORG-100023050", "1157024006"),
        ("ABDALA", "Abdala", "CIGB", "28531000087107"),
        ("COVAXIN", "Covaxin", "Bharat-Biotech", "1157024006"),
    ],
)
def test_each_vaccine_has_the_codes_of_its_own_maker(
    code: str, product: str, manufacturer: str, prophylaxis: str
) -> None:
    found = vaccine(code)

    assert (found.product_code, found.manufacturer_code) == (product, manufacturer)
    assert (found.prophylaxis_code, found.disease.code) == (prophylaxis, "840539006")


def test_ten_vaccines_are_offered_and_one_was_never_licensed() -> None:
    offered = vaccines()

    assert len(offered) == 10
    assert [each.code for each in offered if each.licensed_on is None] == ["VERO_CELL_WIBP"]
    assert vaccine("ASTRAZENECA").licensed_on == date(2021, 2, 1)


def test_janssen_is_one_dose_and_abdala_three() -> None:
    courses = {each.code: each.doses_in_primary_course for each in vaccines()}

    assert {code: doses for code, doses in courses.items() if doses != 2} == {
        "JANSSEN": 1,
        "ABDALA": 3,
    }


def test_an_unknown_code_is_said_to_be_unknown() -> None:
    with pytest.raises(UnknownVaccine):
        vaccine("COVISHIELD")


def test_sixteen_groups_stand_in_order_and_three_are_sensitive() -> None:
    groups = priority_groups()

    assert [group.code for group in groups] == list(range(1, 17))
    assert [group.code for group in groups if group.is_sensitive] == [9, 11, 14]
    assert {group.source for group in groups} == {"Quyết định 3355/QĐ-BYT ngày 8/7/2021"}


def test_loading_again_changes_nothing() -> None:
    before = everything()

    assert load_vaccines(at=LATER) == Loaded(added=0, changed=0, unchanged=43)
    assert everything() == before


def test_loading_puts_right_only_what_differs_from_the_files() -> None:
    Vaccine.objects.filter(code="ABDALA").update(doses_in_primary_course=2, aliases=[])
    PriorityGroup.objects.filter(code=16).delete()
    known_vaccines.cache_clear()
    assert known_vaccines()[vaccine("ABDALA").pk].doses_in_primary_course == 2

    assert load_vaccines(at=LATER) == Loaded(added=1, changed=1, unchanged=41)
    assert vaccine("ABDALA").doses_in_primary_course == 3
    assert known_vaccines()[vaccine("ABDALA").pk].doses_in_primary_course == 3
    assert [each.code for each in Vaccine.objects.filter(recorded_at=LATER)] == ["ABDALA"]


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"product_code": "Covaxin"}, "a_product_belongs_to_one_vaccine"),
        ({"manufacturer_code": ""}, "a_vaccine_has_every_code_of_a_certificate"),
        ({"prophylaxis_code": ""}, "a_vaccine_has_every_code_of_a_certificate"),
        ({"min_interval_days": None}, "a_course_of_several_doses_has_an_interval"),
        ({"doses_in_primary_course": 1}, "a_course_of_several_doses_has_an_interval"),
        ({"doses_in_primary_course": 0}, "a_course_of_several_doses_has_an_interval"),
    ],
)
def test_a_vaccine_does_not_contradict_itself(changes: dict[str, object], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Vaccine.objects.filter(code="ABDALA").update(**changes)


def test_there_is_no_seventeenth_group() -> None:
    with pytest.raises(IntegrityError, match="priority_group_is_1_to_16"):
        PriorityGroup.objects.filter(code=16).update(code=17)
