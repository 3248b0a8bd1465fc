"""Administrators of the country set which doses their facility signs first."""

import pytest

from sotiem.accounts.facts import Role
from sotiem.certificates.models import ConfirmationRule
from tests.portals.office import people

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/ky-xac-nhan/"
SENT = {"way": "sheet", "step": "after_review", "reason": "Theo Quyết định 5772"}


def test_what_holds_is_shown_and_changed_with_a_reason() -> None:
    client = people.at_work((Role.ADMINISTRATOR, "vn"))
    assert client.get(PAGE).content.decode().count("Mặc định") == 5
    assert client.post(f"{PAGE}doi/", SENT)["Location"] == PAGE
    page = client.get(PAGE).content.decode()
    assert page.count("Mặc định") == 4
    assert "Theo Quyết định 5772" in page
    assert ConfirmationRule.objects.get().step == "after_review"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": ""}, "Hãy ghi lý do đổi cách ký xác nhận."),
        ({"way": ""}, "Hãy chọn mũi tiêm có từ đâu."),
        ({"way": "loaded", "step": "at_entry"}, "Cơ sở không tự ghi những mũi này"),
        ({"step": "at_entry"}, "Cách ký này đang được áp dụng rồi."),
    ],
)
def test_what_cannot_be_set_is_told_and_nothing_changes(wrong: dict[str, str], told: str) -> None:
    client = people.at_work((Role.ADMINISTRATOR, "vn"))
    answer = client.post(f"{PAGE}doi/", {**SENT, **wrong})
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not ConfirmationRule.objects.exists()


@pytest.mark.parametrize(
    ("role", "place"), [(Role.ADMINISTRATOR, "vn/2025:79"), (Role.OFFICER, "vn")]
)
def test_it_is_for_administrators_of_the_country(role: Role, place: str) -> None:
    client = people.at_work((role, place))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}doi/", SENT).status_code == 403
