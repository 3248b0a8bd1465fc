"""Two people on one phone: both are told, and both are taken."""

import pytest

from sotiem.imports.models import ImportRow
from sotiem.portals.facility.refusals import result_of
from tests.factories import imports

pytestmark = pytest.mark.django_db
CHILD = {"name": "Lê Bảo An", "born": "12/05/2010", "number": ""}


def told(*rows: dict[str, str]) -> list[tuple[str, list[str]]]:
    """What became of each row, and with which other row it is said to share its phone."""
    imports.checked(imports.sheet(*rows), by=imports.clerk())
    return [
        (row.outcome, [p["value_shown"] for p in row.problems if p["code"] == "phone_shared"])
        for row in ImportRow.objects.order_by("number")
    ]


@pytest.mark.parametrize("phone", ["0901234567", "901234567", "+84 901 234 567", "0901.234.567"])
def test_a_mother_and_her_child_are_told_and_taken(phone: str) -> None:
    mother, child = imports.row(phone="0901234567"), imports.row(**CHILD, phone=phone)
    assert told(mother, child) == [("new", ["3"]), ("new", ["2"])]
    row = ImportRow.objects.latest("number")
    assert "cũng là của người khác ở dòng 2" in result_of([row])


def test_one_person_with_two_doses_shares_with_nobody() -> None:
    other_day = imports.row(name="NGUYỄN THỊ  BẢO LỘC", day="13/09/2021")
    assert [shared for _, shared in told(imports.row(), other_day)] == [[], []]


def test_who_has_no_phone_shares_none() -> None:
    rows = told(imports.row(phone=""), imports.row(**CHILD, phone=""))
    assert [shared for _, shared in rows] == [[], []]
