"""A program finds facilities as the public page does, without a key."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.campaigns.operations import plan_session
from sotiem.facilities.operations import suspend_facility
from tests.factories import campaigns, reference
from tests.factories.announcements import announcement, approved, officer
from tests.portals.api.contract import fits

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/facilities"


def ask(**asked: str) -> Any:
    return fits(Client().get(ADDRESS, asked), "get", ADDRESS)


def told(**asked: str) -> dict[str, Any]:
    answer = ask(**asked)
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_a_facility_is_told_with_all_that_is_published() -> None:
    facility = approved(announcement())
    (found,) = told(name="mai SAO", place="ha noi")["facilities"]
    assert found["code"] == facility.code
    assert (found["head"], found["tables"], found["kind"]) == ("Hoàng Thị Mẫu", 2, "clinic")
    assert found["province"] == {"code": "01", "name": "Thành phố Hà Nội"}
    assert (found["suspended"], found["next_session_on"]) == (None, None)
    assert "0901234567" not in json.dumps(found)


def test_its_next_day_is_told_unless_it_is_suspended() -> None:
    facility, day = reference.facility(), timezone.localdate() + timedelta(days=3)
    now = timezone.now()
    plan = campaigns.plan(held_on=day, lots=())
    plan_session(facility=facility, plan=plan, by=campaigns.clerk(), at=now)
    (found,) = told(place="01")["facilities"]
    assert found["next_session_on"] == day.isoformat()
    suspend_facility(
        facility_id=facility.pk,
        from_on=timezone.localdate(),
        until_on=None,
        reason="Hỏng tủ",
        by=officer(),
        at=now,
    )
    (found,) = told(place="01")["facilities"]
    assert found["next_session_on"] is None
    assert found["suspended"]["since"] == timezone.localdate().isoformat()


def test_pages_follow_each_other() -> None:
    for number in range(26):
        reference.facility(code=f"01{number:03}")
    first = told()
    assert (len(first["facilities"]), first["next"]) == (25, "01024")
    second = told(after=first["next"])
    assert ([each["code"] for each in second["facilities"]], second["next"]) == (["01025"], None)


def test_a_place_that_nobody_knows_is_said() -> None:
    answer = ask(place="Xứ Lạ")
    assert answer.status_code == 422
    assert json.loads(answer.content)["error"]["code"] == "place_is_unknown"
    assert fits(Client().post(ADDRESS), "post", ADDRESS).status_code == 405
