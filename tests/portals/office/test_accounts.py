import re
import uuid
from datetime import datetime

import pytest
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.accounts.models import Membership, User
from sotiem.foundation.models import AuditEntry
from tests.factories import accounts, reference
from tests.portals.office import people

pytestmark = pytest.mark.django_db
PASSWORD = r">([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4})<"
ELSEWHERE = "79"


@pytest.fixture
def province() -> str:
    """The province of the test facility."""
    return reference.facility().path.rpartition("/")[0].rpartition("/")[0]


@pytest.fixture
def administrator(province: str) -> Client:
    return people.at_work((Role.ADMINISTRATOR, province))


def form(**changes: str) -> dict[str, str]:
    return {
        "submission_key": str(uuid.uuid4()),
        "full_name": "Lý Thị Thử",
        "username": "thu.ly",
        "unit_name": "Trạm Y tế Bình Minh",
        "role": "clerk",
        "level": "facility",
        "code": reference.facility().code,
    } | changes


def test_an_administrator_adds_a_clerk_and_sees_the_password_once(administrator: Client) -> None:
    answer = administrator.post("/can-bo/tai-khoan/them/", form())
    first = administrator.get(answer["Location"]).content.decode()
    again = administrator.get(answer["Location"]).content.decode()
    password = re.search(PASSWORD, first)
    assert password is not None
    assert password[1] not in again
    user = User.objects.get(username="thu.ly")
    assert user.check_password(password[1])
    assert user.has_start_password
    assert user.memberships.get().jurisdiction == reference.facility().path
    newcomer = Client()
    newcomer.post("/dang-nhap/", {"login": "thu.ly", "password": password[1]})
    assert newcomer.get("/tai-khoan/xac-thuc-hai-lop/")["Location"] == "/tai-khoan/mat-khau/"


def test_the_same_form_sent_twice_adds_one_person(administrator: Client) -> None:
    sent = form()
    first, second = (administrator.post("/can-bo/tai-khoan/them/", sent) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert User.objects.filter(username="thu.ly").count() == 1
    assert Membership.objects.filter(user__username="thu.ly").count() == 1


def test_a_name_that_is_taken_is_told_also_in_capitals(administrator: Client) -> None:
    User.objects.filter(pk=accounts.user().pk).update(username="Thu.Ly")
    page = administrator.post("/can-bo/tai-khoan/them/", form())
    assert page.status_code == 422
    assert "đã có người dùng" in page.content.decode()
    assert User.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"level": "province", "code": ELSEWHERE, "role": "officer"}, "không được làm việc này"),
        ({"level": "country", "code": "", "role": "officer"}, "không được làm việc này"),
        ({"level": "province", "code": ELSEWHERE}, "Hãy chọn cơ sở đó"),
        ({"level": "province", "code": ELSEWHERE, "role": "auditor"}, "chọn phạm vi cả nước"),
        ({"code": "khong-co"}, "Không có nơi nào mang mã này"),
        ({"code": ""}, "Hãy nhập mã"),
        ({"username": "Thử"}, "chữ thường không dấu"),
        ({"role": "king"}, "Hãy chọn một vai trò"),
    ],
)
def test_nobody_is_added_by_a_form_that_is_wrong_or_reaches_too_far(
    administrator: Client, changes: dict[str, str], told: str
) -> None:
    page = administrator.post("/can-bo/tai-khoan/them/", form(**changes))
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not User.objects.filter(first_name="Lý Thị Thử").exists()


def test_accounts_elsewhere_are_not_listed_and_do_not_open(administrator: Client) -> None:
    elsewhere = accounts.user((Role.OFFICER, f"vn/2025:{ELSEWHERE}"), unit_name="Sở Y tế Nơi Khác")
    assert "Sở Y tế Nơi Khác" not in administrator.get("/can-bo/tai-khoan/").content.decode()
    page = administrator.get(f"/can-bo/tai-khoan/{elsewhere.public_id}/")
    assert page.status_code == 404
    assert "Sở Y tế Nơi Khác" not in page.content.decode()
    for step in ("cap-quyen", "thu-quyen", "dong", "mo-lai", "dat-lai"):
        address = f"/can-bo/tai-khoan/{elsewhere.public_id}/{step}/"
        assert administrator.post(address, form()).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.is_active


def test_an_administrator_gives_and_takes_roles_within_the_province(
    administrator: Client, province: str, at: datetime
) -> None:
    user = accounts.user((Role.CLERK, reference.facility().path))
    page = f"/can-bo/tai-khoan/{user.public_id}/"
    given = {"role": "officer", "level": "province", "code": province.rpartition(":")[2]}
    assert administrator.post(f"{page}cap-quyen/", given).status_code == 302
    assert administrator.post(f"{page}cap-quyen/", given).status_code == 302
    assert user.memberships.filter(role="officer").count() == 1
    assert "Xử lý phản ánh" in administrator.get(page).content.decode()
    taken = {"role": "officer", "jurisdiction": province}
    for _ in range(2):
        assert administrator.post(f"{page}thu-quyen/", taken).status_code == 302
    assert not Membership.objects.in_force(at).filter(user=user, role="officer").exists()
    assert AuditEntry.objects.filter(action="membership.withdrawn").count() == 1


def test_an_administrator_gives_herself_nothing(province: str) -> None:
    user = people.member((Role.ADMINISTRATOR, province))
    client = people.browser(user)
    page = f"/can-bo/tai-khoan/{user.public_id}/"
    given = {"role": "officer", "level": "province", "code": province.rpartition(":")[2]}
    answer = client.post(f"{page}cap-quyen/", given)
    assert answer.status_code == 422
    assert user.memberships.count() == 1
    for step in ("dong", "dat-lai"):
        assert client.post(f"{page}{step}/", form()).status_code == 422
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(people.PASSWORD)


def test_a_role_beyond_the_province_is_neither_withdrawn_nor_its_owner_closed(
    administrator: Client, at: datetime
) -> None:
    user = accounts.user((Role.CLERK, reference.facility().path), (Role.AUDITOR, "vn"))
    page = f"/can-bo/tai-khoan/{user.public_id}/"
    shown = administrator.get(page).content.decode()
    assert "ngoài phạm vi của bạn" in shown
    taken = {"role": "auditor", "jurisdiction": "vn"}
    assert administrator.post(f"{page}thu-quyen/", taken).status_code == 422
    assert administrator.post(f"{page}dong/").status_code == 422
    assert administrator.post(f"{page}dat-lai/", form()).status_code == 422
    assert Membership.objects.in_force(at).filter(user=user).count() == 2
    user.refresh_from_db()
    assert user.is_active


def test_the_last_administrator_of_the_country_stays() -> None:
    user = people.member((Role.ADMINISTRATOR, "vn"))
    client = people.browser(user)
    page = f"/can-bo/tai-khoan/{user.public_id}/"
    taken = {"role": "administrator", "jurisdiction": "vn"}
    assert client.post(f"{page}thu-quyen/", taken).status_code == 422
    assert client.get("/can-bo/tai-khoan/").status_code == 200
    people.member((Role.ADMINISTRATOR, "vn"))
    assert client.post(f"{page}thu-quyen/", taken).status_code == 302
    assert client.get("/can-bo/tai-khoan/").status_code == 403


def test_closing_ends_sessions_and_reopening_gives_the_roles_back(administrator: Client) -> None:
    user = people.member((Role.CLERK, reference.facility().path))
    client, page = people.browser(user), f"/can-bo/tai-khoan/{user.public_id}/"
    assert administrator.post(f"{page}dong/").status_code == 302
    assert client.get("/can-bo/").status_code == 302
    assert administrator.post(f"{page}mo-lai/").status_code == 302
    assert "Nhập liệu" in people.browser(user).get("/can-bo/").content.decode()


def test_resetting_takes_password_phone_and_sessions(administrator: Client) -> None:
    user = people.member((Role.CLERK, reference.facility().path))
    client, page = people.browser(user), f"/can-bo/tai-khoan/{user.public_id}/"
    sent = form()
    answer = administrator.post(f"{page}dat-lai/", sent)
    shown = administrator.get(answer["Location"]).content.decode()
    password = re.search(PASSWORD, shown)
    assert password is not None
    assert client.get("/can-bo/")["Location"].startswith("/dang-nhap/")
    user.refresh_from_db()
    assert user.check_password(password[1])
    assert user.has_start_password
    newcomer = Client()
    newcomer.post("/dang-nhap/", {"login": user.username, "password": password[1]})
    assert newcomer.get("/can-bo/")["Location"].startswith("/tai-khoan/xac-thuc-hai-lop/")


def test_the_list_goes_on_by_key(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sotiem.portals.office.views.accounts.ACCOUNTS_A_PAGE", 2)
    for _ in range(3):
        accounts.user((Role.CLERK, reference.facility().path))
    seen: list[str] = []
    address: str | None = "/can-bo/tai-khoan/"
    while address:
        page = administrator.get(address).content.decode()
        seen += re.findall(r'tai-khoan/[0-9a-f-]{36}/">([^<]+)<', page)
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1] if found else None
    assert seen == sorted(User.objects.values_list("username", flat=True))


def test_the_list_asks_the_database_the_same_few_questions(
    administrator: Client, django_assert_num_queries: type
) -> None:
    for _ in range(5):
        accounts.user((Role.CLERK, reference.facility().path))
    with django_assert_num_queries(8):
        administrator.get("/can-bo/tai-khoan/")


@pytest.mark.parametrize("role", [Role.CLERK, Role.OFFICER, Role.AUDITOR])
def test_only_administrators_open_accounts(role: Role) -> None:
    client = people.at_work((role, "vn"))
    for address in ("/can-bo/tai-khoan/", "/can-bo/tai-khoan/them/"):
        assert client.get(address).status_code == 403
