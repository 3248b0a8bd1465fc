from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError

from sotiem.places.models import AdministrativeUnit, UnitSuccession

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 1, tzinfo=UTC)


def new_unit(code: str = "99", **changed: Any) -> AdministrativeUnit:
    """Codes from 97 on are in neither list."""
    facts = {"version": "2004", "level": "province", "kind": "tỉnh", "name": "Thử"}
    return AdministrativeUnit.objects.create(**{**facts, **changed}, code=code, recorded_at=AT)


def test_a_code_is_unique_in_its_version() -> None:
    new_unit()
    new_unit(version="2025")

    with pytest.raises(IntegrityError, match="unit_code_is_unique_in_its_version"):
        new_unit()


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "9"},
        {"code": "999"},
        {"code": "9a"},
        {"level": "district", "code": "999", "version": "2025"},
        {"level": "commune", "code": "999"},
    ],
)
def test_a_code_fits_its_level(wrong: dict[str, str]) -> None:
    parent = new_unit("98") if "level" in wrong else None

    with pytest.raises(IntegrityError, match="unit_code_fits_its_level"):
        new_unit(**wrong, parent=parent)


def test_a_province_has_no_parent() -> None:
    parent = new_unit()

    with pytest.raises(IntegrityError, match="only_a_province_has_no_parent"):
        new_unit("98", parent=parent)


def test_a_commune_has_a_parent() -> None:
    with pytest.raises(IntegrityError, match="only_a_province_has_no_parent"):
        new_unit("99999", level="commune", kind="xã")


def test_a_unit_does_not_end_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="unit_does_not_end_before_it_begins"):
        new_unit(valid_from=date(2025, 7, 2), valid_to=date(2025, 7, 1))


def test_a_unit_that_was_not_split_has_one_successor() -> None:
    old, new = new_unit(), new_unit(version="2025")
    UnitSuccession.objects.create(old=old, new=new, is_split=False)

    with pytest.raises(IntegrityError, match="a_unit_that_was_not_split_has_one_successor"):
        UnitSuccession.objects.create(
            old=old, new=new_unit(code="98", version="2025"), is_split=False
        )


def test_a_split_unit_has_several_successors_but_each_once() -> None:
    old, part = new_unit(), new_unit(version="2025")
    UnitSuccession.objects.create(old=old, new=part, is_split=True)
    UnitSuccession.objects.create(old=old, new=new_unit(code="98", version="2025"), is_split=True)

    with pytest.raises(IntegrityError, match="succession_is_unique"):
        UnitSuccession.objects.create(old=old, new=part, is_split=True)


def test_no_unit_succeeds_itself() -> None:
    old = new_unit()

    with pytest.raises(IntegrityError, match="no_unit_succeeds_itself"):
        UnitSuccession.objects.create(old=old, new=old, is_split=True)
