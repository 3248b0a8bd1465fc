"""Facilities are found without marks, in any order of words, by old and new names of places."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sotiem.facilities.models import Facility
from sotiem.facilities.operations import close_facility, register_facility
from sotiem.facilities.queries import find_place, place_of_code, search
from sotiem.facilities.rules import words_asked, words_of
from sotiem.places.facts import UnitCode, Version
from sotiem.places.models import AdministrativeUnit, UnitSuccession
from sotiem.places.queries import province_of, unit
from tests.factories.announcements import officer
from tests.factories.reference import AT, BY

DAY = date(2021, 9, 1)


def facility(code: str, name: str, commune: AdministrativeUnit) -> Facility:
    return register_facility(code=code, name=name, address="", commune=commune, by=BY, at=AT)


@pytest.fixture
def city(db: None) -> AdministrativeUnit:
    """A commune of the city, which followed wards of the old list."""
    return AdministrativeUnit.objects.filter(
        version="2025", level="commune", parent__code="79"
    ).order_by("code")[0]


@pytest.fixture
def some(city: AdministrativeUnit) -> list[Facility]:
    hanoi = AdministrativeUnit.objects.filter(
        version="2025", level="commune", parent__code="01"
    ).order_by("code")[0]
    return [
        facility("01001", "Trạm Y tế Cửa Nam", hanoi),
        facility("79001", "Bệnh viện Đa khoa Sông Xanh", city),
        facility("79002", "Trạm Y tế Sông Hồng", city),
        facility("79003", "Phòng khám số 3", city),
    ]


def codes(name: str = "", where: str = "", after: str = "", limit: int | None = None) -> list[str]:
    place = find_place(where) if where else None
    assert bool(place) == bool(where)
    found = search(name=name, place=place, day=DAY, after=after, limit=limit)
    return [each.code for each in found]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("sông xanh", ["79001"]),
        ("XANH song", ["79001"]),
        ("xanh  viện, bệnh", ["79001"]),
        ("song", ["79001", "79002"]),
        ("tram y te", ["01001", "79002"]),
        ("ho", ["79002"]),  # a word that is not written out
        ("số 3", ["79003"]),
        ("79002", ["79002"]),
        ("không có", []),
        ("", ["01001", "79001", "79002", "79003"]),
    ],
)
def test_words_are_found_in_any_order_and_without_marks(
    some: list[Facility], asked: str, found: list[str]
) -> None:
    assert codes(asked) == found


def test_pages_go_on_by_key(some: list[Facility]) -> None:
    assert codes(limit=2) == ["01001", "79001"]
    assert codes(after="79001", limit=2) == ["79002", "79003"]
    assert codes(after="79003\x00'") == []


def test_a_place_is_found_by_today_s_name_and_by_the_old_one(
    some: list[Facility], city: AdministrativeUnit
) -> None:
    assert codes(where="TP.HCM") == ["79001", "79002", "79003"]
    assert codes("tram", where="ha noi") == ["01001"]
    assert codes(where=f"{city.name}, TP.HCM") == ["79001", "79002", "79003"]
    old = UnitSuccession.objects.filter(new=city).select_related("old__parent__parent")[0].old
    assert "79001" in codes(where=f"{old.name}, {province_of(old).name}")
    assert old.parent is not None
    assert "79001" in codes(where=f"{old.parent.full_name}, {province_of(old).name}")
    assert "01001" not in codes(where=f"{old.parent.full_name}, {province_of(old).name}")


def test_a_province_that_is_no_more_leads_to_what_followed_it(db: None) -> None:
    old = unit(UnitCode(Version.OLD, "74"))  # Bình Dương
    followed = UnitSuccession.objects.filter(old__parent__parent=old).order_by("new__code")[0].new
    facility("79777", "Trạm Y tế", followed)
    assert codes(where="Bình Dương") == ["79777"]


def test_a_place_is_found_by_its_code(some: list[Facility], city: AdministrativeUnit) -> None:
    for code in ("79", city.code):
        place = place_of_code(code)
        found = search(name="", place=place, day=DAY)
        assert [each.code for each in found] == ["79001", "79002", "79003"]
    assert place_of_code("7x") is None
    assert place_of_code("99999") is None


def test_a_name_of_no_place_is_none(db: None) -> None:
    for text in ("Xứ Không Có", "Không Có, TP.HCM", ",", "\x00"):
        assert find_place(text) is None


def test_what_is_closed_is_left_out(some: list[Facility]) -> None:
    close_facility(facility_id=some[1].pk, from_on=DAY, reason="Giải thể", by=officer("vn"), at=AT)
    assert codes("sông") == ["79002"]
    assert [each.code for each in search(name="sông", place=None, day=date(2021, 8, 31))] == [
        "79001",
        "79002",
    ]


def test_a_page_is_one_question_to_the_database(some: list[Facility]) -> None:
    with CaptureQueriesContext(connection) as asked:
        names = [each.commune.parent for each in search(name="y te", place=None, day=DAY, limit=26)]
    assert (len(asked), len(names)) == (1, 2)


def test_the_index_of_words_can_answer(some: list[Facility]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    plan = Facility.objects.filter(words__contains=words_asked("xanh sông")).explain()
    assert "facility_by_words" in plan


def test_a_name_is_kept_by_its_words_and_how_they_begin() -> None:
    assert words_of("Bệnh viện Đa", "79001") == [
        "79001", "be", "ben", "benh", "da", "vi", "vie", "vien",
    ]  # fmt: skip
    assert words_asked("  Đa, BỆNH viện đa ") == ["benh", "da", "vien"]
