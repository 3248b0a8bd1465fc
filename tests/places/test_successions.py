from collections import Counter, defaultdict

import pytest

from sotiem.places.facts import UnitCode
from sotiem.places.models import AdministrativeUnit, UnitSuccession
from sotiem.places.queries import (
    UnknownUnit,
    predecessors,
    province_of,
    resolve_old_commune,
    successors,
    unit,
)

pytestmark = pytest.mark.django_db


def at(code: str) -> AdministrativeUnit:
    return unit(UnitCode.parse(code))


def test_every_old_commune_has_a_successor_and_471_were_split() -> None:
    parts: dict[str, set[bool]] = defaultdict(set)
    counts: Counter[str] = Counter()
    rows = UnitSuccession.objects.filter(old__level="commune").values_list("old__code", "is_split")
    for code, is_split in rows:
        parts[code].add(is_split)
        counts[code] += 1

    assert len(counts) == 10_035
    assert Counter(parts[code] == {True} for code in counts) == {False: 9_564, True: 471}
    assert all((counts[code] > 1) == (parts[code] == {True}) for code in counts)


def test_every_new_unit_came_from_an_old_one() -> None:
    new = AdministrativeUnit.objects.filter(version="2025")

    assert not new.filter(predecessions__isnull=True).exists()


def test_only_districts_without_communes_were_succeeded_themselves() -> None:
    districts = AdministrativeUnit.objects.filter(level="district", successions__isnull=False)

    assert {d.name: [s.full_name for s in successors(d)] for d in districts} == {
        "Bạch Long Vĩ": ["Đặc khu Bạch Long Vĩ"],
        "Cồn Cỏ": ["Đặc khu Cồn Cỏ"],
        "Hoàng Sa": ["Đặc khu Hoàng Sa"],
        "Lý Sơn": ["Đặc khu Lý Sơn"],
        "Côn Đảo": ["Đặc khu Côn Đảo"],
    }
    assert not districts.filter(children__isnull=False).exists()


def test_no_commune_left_the_province_that_took_over_its_own() -> None:
    of_province = dict(
        UnitSuccession.objects.filter(old__level="province").values_list("old__code", "new__code")
    )
    moved = UnitSuccession.objects.filter(old__level="commune").values_list(
        "old__parent__parent__code", "new__parent__code"
    )
    assert {of_province[old] == new for old, new in moved} == {True}


@pytest.mark.parametrize(
    ("code", "then", "now"),
    [
        ("15", "Yên Bái", "Lào Cai"),
        ("24", "Bắc Giang", "Bắc Ninh"),
        ("44", "Quảng Bình", "Quảng Trị"),
        ("52", "Bình Định", "Gia Lai"),
        ("80", "Long An", "Tây Ninh"),
        ("82", "Tiền Giang", "Đồng Tháp"),
        ("91", "Kiên Giang", "An Giang"),
    ],
)
def test_a_reused_code_names_another_province(code: str, then: str, now: str) -> None:
    old, new = at(f"2004:{code}"), at(f"2025:{code}")

    assert (old.name, new.name) == (then, now)
    assert successors(old) == [new]
    assert now in {place.name for place in predecessors(new)}


def test_no_other_province_code_was_reused() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    provinces = AdministrativeUnit.objects.filter(level="province")
    for code, name in provinces.values_list("code", "name"):
        names[code].add(name)

    assert sorted(code for code, both in names.items() if len(both) > 1) == (
        ["15", "24", "44", "52", "80", "82", "91"]
    )


def test_63_provinces_became_34_and_none_was_split() -> None:
    provinces = UnitSuccession.objects.filter(old__level="province")

    assert provinces.count() == 63
    assert provinces.values("new").distinct().count() == 34
    assert not provinces.filter(is_split=True).exists()


def test_the_islands_are_in_both_lists() -> None:
    hoang_sa, truong_sa = at("2004:498"), at("2004:576")
    assert [hoang_sa.full_name, truong_sa.full_name] == ["Huyện Hoàng Sa", "Huyện Trường Sa"]
    assert province_of(hoang_sa).name == "Đà Nẵng"
    assert province_of(truong_sa).name == "Khánh Hòa"

    (new_hoang_sa,) = successors(hoang_sa)
    new_truong_sa = {s for commune in truong_sa.children.all() for s in successors(commune)}

    assert [new_hoang_sa.full_name] == ["Đặc khu Hoàng Sa"]
    assert province_of(new_hoang_sa) == at("2025:48")
    assert [s.full_name for s in new_truong_sa] == ["Đặc khu Trường Sa"]
    assert {province_of(s) for s in new_truong_sa} == {at("2025:56")}


def test_a_commune_that_went_over_whole_has_one_answer() -> None:
    found = resolve_old_commune(UnitCode.parse("2004:26740"))

    assert [str(place) for place in found] == ["Phường Sài Gòn (2025:26740)"]


def test_a_split_commune_has_several_answers_for_a_person_to_choose_from() -> None:
    split = UnitSuccession.objects.filter(is_split=True).order_by("old__code").first()
    assert split is not None

    found = resolve_old_commune(split.old.unit_code)

    assert len(found) > 1
    assert split.new in found


def test_a_new_commune_stands_for_itself() -> None:
    assert resolve_old_commune(UnitCode.parse("2025:26740")) == [at("2025:26740")]


def test_a_code_that_the_old_list_does_not_know_has_no_answer() -> None:
    assert resolve_old_commune(UnitCode.parse("2004:99999")) == []
    with pytest.raises(UnknownUnit):
        at("2004:99999")
