import re
import uuid
from datetime import datetime

import pytest
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import AccessKey
from sotiem.accounts.operations import use_access_key
from tests.factories import keys
from tests.portals.office import people

pytestmark = pytest.mark.django_db
PAGE = "/can-bo/khoa-truy-cap/"
TOKEN = r"sotiem_[A-Za-z0-9_-]{43}"


def form(**changes: str) -> dict[str, str]:
    sent = {"submission_key": str(uuid.uuid4()), "name": "Máy tiếp đón", "last_day": "31/12/2021"}
    return sent | changes


@pytest.fixture
def officer() -> Client:
    return people.at_work((Role.OFFICER, "vn/2025:79"))


def test_a_key_is_shown_once_and_opens_the_door(officer: Client, at: datetime) -> None:
    assert officer.post(f"{PAGE}tao/", form())["Location"] == PAGE
    answer = officer.get(PAGE)
    token = re.search(TOKEN, answer.content.decode())
    assert token is not None
    assert "no-store" in answer["Cache-Control"]
    again = officer.get(PAGE).content.decode()
    assert re.search(TOKEN, again) is None
    assert "Máy tiếp đón" in again
    assert "31/12/2021" in again
    key = use_access_key(token=token[0], address="192.0.2.7", at=at)
    assert key.expires_at.isoformat() == "2021-12-31T16:59:59.999999+00:00"  # the day's end


def test_the_same_form_sent_twice_makes_one_key_that_is_shown(officer: Client) -> None:
    sent = form()
    for _ in range(2):
        assert officer.post(f"{PAGE}tao/", sent).status_code == 302
    token = re.search(TOKEN, officer.get(PAGE).content.decode())
    assert token is not None
    assert token[0].endswith(AccessKey.objects.get().last_letters)


def test_two_officers_who_send_the_same_form_have_two_keys(officer: Client) -> None:
    sent = form()
    for client in (officer, people.at_work((Role.OFFICER, "vn"))):
        client.post(f"{PAGE}tao/", sent)
    first, second = AccessKey.objects.order_by("pk")
    assert first.key_hash != second.key_hash


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "Hãy ghi khóa dùng cho việc gì"),
        ({"name": "x" * 81}, "trong 80 ký tự"),
        ({"last_day": ""}, "Hãy nhập ngày"),
        ({"last_day": "32/12/2021"}, "một ngày có trong lịch"),
        ({"last_day": "11/10/2021"}, "sau hôm nay"),
        ({"last_day": "31/12/2022"}, "không quá 366 ngày"),
        ({"last_day": "31/12/9999"}, "không quá 366 ngày"),
        ({"submission_key": "x"}, ""),
    ],
)
def test_a_wrong_form_makes_no_key(officer: Client, changes: dict[str, str], told: str) -> None:
    answer = officer.post(f"{PAGE}tao/", form(**changes))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert AccessKey.objects.count() == 0


def test_a_revoked_key_stays_in_the_list_without_a_button(officer: Client, at: datetime) -> None:
    officer.post(f"{PAGE}tao/", form())
    key = AccessKey.objects.get()
    button = f"{PAGE}{key.public_id}/thu-hoi/"
    assert button in officer.get(PAGE).content.decode()
    for _ in range(2):
        assert officer.post(button)["Location"] == PAGE
    page = officer.get(PAGE).content.decode()
    assert button not in page
    assert "Đã thu hồi" in page
    assert not AccessKey.objects.in_force(at).exists()


def test_an_expired_key_says_so(officer: Client) -> None:
    officer.post(f"{PAGE}tao/", form())
    AccessKey.objects.update(made_at="2021-01-01T00:00:00Z", expires_at="2021-02-01T00:00:00Z")
    page = officer.get(PAGE).content.decode()
    assert "Đã hết hạn" in page
    assert "thu-hoi" not in page


def test_keys_of_others_are_not_shown_and_not_revoked(officer: Client, at: datetime) -> None:
    user = people.member((Role.OFFICER, "vn/2025:79"))
    keys.token_of(user, at=at)
    key = AccessKey.objects.get()
    assert key.name not in officer.get(PAGE).content.decode()
    assert officer.post(f"{PAGE}{key.public_id}/thu-hoi/").status_code == 404
    assert AccessKey.objects.in_force(at).exists()


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR, Role.ADMINISTRATOR])
def test_keys_are_for_officers_and_clerks_only(role: Role) -> None:
    client = people.at_work((role, "vn"))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}tao/", form()).status_code == 403
    assert "khoa-truy-cap" not in client.get("/can-bo/").content.decode()
    assert AccessKey.objects.count() == 0
