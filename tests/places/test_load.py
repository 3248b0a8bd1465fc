from collections import Counter
from datetime import UTC, date, datetime

import pytest

from sotiem.identity import PROVINCES
from sotiem.places.models import AdministrativeUnit, UnitSuccession
from sotiem.places.operations import Loaded, load_places

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 5, 6, tzinfo=UTC)


def everything() -> list[tuple[object, ...]]:
    units, successions = AdministrativeUnit.objects, UnitSuccession.objects
    return [*units.order_by("pk").values_list(), *successions.order_by("pk").values_list()]


def test_both_lists_are_complete() -> None:
    counts = Counter(AdministrativeUnit.objects.values_list("version", "level"))

    assert counts == {
        ("2004", "province"): 63,
        ("2004", "district"): 696,
        ("2004", "commune"): 10_035,
        ("2025", "province"): 34,
        ("2025", "commune"): 3_321,
    }


def test_the_new_communes_are_of_three_kinds() -> None:
    new = AdministrativeUnit.objects.filter(version="2025", level="commune")

    assert Counter(new.values_list("kind", flat=True)) == {
        "xã": 2_621,
        "phường": 687,
        "đặc khu": 13,
    }


def test_the_old_list_ended_the_day_before_the_new_one_began() -> None:
    days = set(AdministrativeUnit.objects.values_list("version", "valid_from", "valid_to"))

    assert days == {("2004", None, date(2025, 6, 30)), ("2025", date(2025, 7, 1), None)}


def test_no_parent_is_of_another_version() -> None:
    pairs = AdministrativeUnit.objects.filter(parent__isnull=False).values_list(
        "version", "parent__version", "level", "parent__level"
    )

    assert set(pairs) == {
        ("2004", "2004", "district", "province"),
        ("2004", "2004", "commune", "district"),
        ("2025", "2025", "commune", "province"),
    }


def test_personal_numbers_begin_with_the_provinces_of_the_old_list() -> None:
    old = AdministrativeUnit.objects.filter(version="2004", level="province")

    assert {f"0{code}" for code in old.values_list("code", flat=True)} == set(PROVINCES)


def test_loading_again_changes_nothing() -> None:
    units, successions = AdministrativeUnit.objects, UnitSuccession.objects
    before = (list(units.order_by("pk").values()), list(successions.order_by("pk").values()))

    loaded = load_places(at=LATER)

    assert loaded == Loaded(added=0, changed=0, unchanged=len(before[0]) + len(before[1]))
    assert (
        list(units.order_by("pk").values()),
        list(successions.order_by("pk").values()),
    ) == before


def test_loading_puts_right_only_what_differs_from_the_files() -> None:
    units = AdministrativeUnit.objects
    province = units.get(version="2025", code="75")
    units.filter(pk=province.pk).update(name="Đồng Mai", name_key="dongmai")
    UnitSuccession.objects.filter(old__version="2004", old__code="75").delete()

    loaded = load_places(at=LATER)

    assert (loaded.added, loaded.changed) == (1, 1)
    assert list(units.filter(recorded_at=LATER)) == [province]
    assert units.get(pk=province.pk).name == "Đồng Nai"


def test_a_succession_that_the_files_do_not_know_is_withdrawn() -> None:
    old = AdministrativeUnit.objects.get(version="2004", code="00001")
    wrong = AdministrativeUnit.objects.get(version="2025", code="00004")
    UnitSuccession.objects.filter(old=old).update(new=wrong)

    loaded = load_places(at=LATER)

    assert (loaded.added, loaded.changed) == (1, 0)
    assert [s.new.code for s in UnitSuccession.objects.filter(old=old)] == ["00097"]


def test_a_succession_that_was_taken_for_a_split_is_put_right() -> None:
    UnitSuccession.objects.filter(old__code="00001").update(is_split=True)

    loaded = load_places(at=LATER)

    assert (loaded.added, loaded.changed) == (0, 1)
    assert not UnitSuccession.objects.get(old__code="00001").is_split


def test_every_unit_can_be_renewed_in_place() -> None:
    keys = dict(AdministrativeUnit.objects.values_list("pk", "sort_key"))
    AdministrativeUnit.objects.update(sort_key="")

    loaded = load_places(at=LATER)

    assert (loaded.added, loaded.changed) == (0, len(keys))
    assert dict(AdministrativeUnit.objects.values_list("pk", "sort_key")) == keys
