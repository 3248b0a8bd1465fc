import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.foundation.models import AuditEntry
from tests.factories import accounts
from tests.portals.office import people

pytestmark = pytest.mark.django_db
CHOSEN = "một câu dài chỉ mình tôi biết"


def give_password(client: Client, user: User, password: str = people.PASSWORD):  # type: ignore[no-untyped-def]
    return client.post("/dang-nhap/", {"login": user.username, "password": password})


def test_password_and_code_lead_to_the_home_of_staff() -> None:
    user, client = people.member((Role.OFFICER, "vn")), Client()
    assert give_password(client, user)["Location"] == "/dang-nhap/ma-xac-thuc/"
    assert client.get("/can-bo/").status_code == 302
    answer = client.post("/dang-nhap/ma-xac-thuc/", {"code": people.code()})
    assert answer["Location"] == "/can-bo/"
    page = client.get("/can-bo/").content.decode()
    assert "Chào Trần Văn Mẫu" in page
    assert 'href="/xu-ly/"' in page
    assert AuditEntry.objects.filter(action="user.signed_in", object_id=user.pk).count() == 1


def test_a_code_counts_once() -> None:
    user = people.member((Role.OFFICER, "vn"))
    code = people.code()
    for expected in (302, 200):
        client = Client()
        give_password(client, user)
        assert client.post("/dang-nhap/ma-xac-thuc/", {"code": code}).status_code == expected


def test_a_wrong_password_is_answered_in_our_words_and_not_shown_again() -> None:
    user = people.member()
    page = give_password(Client(), user, "sai rồi").content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page
    assert "sai rồi" not in page


def test_somebody_unknown_gets_the_same_answer_as_a_wrong_password() -> None:
    client = Client()
    page = client.post("/dang-nhap/", {"login": "khong.co", "password": "x"}).content.decode()
    assert "Tên đăng nhập hoặc mật khẩu chưa đúng" in page


def test_after_five_wrong_passwords_the_right_one_must_wait() -> None:
    user, client = people.member(), Client()
    for _ in range(5):
        give_password(client, user, "sai")
    page = give_password(client, user).content.decode()
    assert "chờ 5 phút" in page
    assert client.get("/can-bo/").status_code == 302


def test_after_five_wrong_codes_the_right_one_must_wait() -> None:
    user, client = people.member(), Client()
    give_password(client, user)
    for _ in range(5):
        client.post("/dang-nhap/ma-xac-thuc/", {"code": "000000"})
    page = client.post("/dang-nhap/ma-xac-thuc/", {"code": people.code()}).content.decode()
    assert "chờ 5 phút" in page


def test_without_a_second_factor_only_setting_it_up_and_signing_out_are_open() -> None:
    client = people.browser(accounts.user((Role.OFFICER, "vn"), (Role.ADMINISTRATOR, "vn")))
    for address in ("/can-bo/", "/xu-ly/", "/can-bo/tai-khoan/", "/tai-khoan/ma-du-phong/"):
        answer = client.get(address)
        assert answer["Location"].startswith("/tai-khoan/xac-thuc-hai-lop/")
    assert client.get("/dang-xuat/").status_code == 200


def test_somebody_new_chooses_a_password_then_sets_up_the_phone_and_sees_codes_once() -> None:
    user, client = accounts.user((Role.OFFICER, "vn")), Client()
    User.objects.filter(pk=user.pk).update(has_start_password=True)
    give_password(client, user)
    assert client.get(reverse("mfa_activate_totp"))["Location"] == "/tai-khoan/mat-khau/"
    chosen = {"oldpassword": people.PASSWORD, "password1": CHOSEN, "password2": CHOSEN}
    assert client.post("/tai-khoan/mat-khau/", chosen).status_code == 302
    user.refresh_from_db()
    assert not user.has_start_password
    page = client.get("/tai-khoan/xac-thuc-hai-lop/").content.decode()
    assert "data:image/svg+xml" in page
    secret = re.search(r"<code[^>]*>([A-Z2-7]{32})<|>([A-Z2-7]{32})<", page)
    assert secret is not None
    code = people.code(secret[1] or secret[2])
    answer = client.post("/tai-khoan/xac-thuc-hai-lop/", {"code": code})
    assert answer["Location"] == "/tai-khoan/ma-du-phong/"
    first, again = (client.get("/tai-khoan/ma-du-phong/").content.decode() for _ in range(2))
    assert len(set(re.findall(r"\b\d{8}\b", first))) == 10
    assert not re.findall(r"\b\d{8}\b", again)
    assert client.get("/can-bo/").status_code == 200


def test_the_new_password_is_not_the_old_one_and_typed_twice_alike() -> None:
    user = accounts.user()
    client = people.browser(user)
    same = {"oldpassword": people.PASSWORD} | dict.fromkeys(
        ("password1", "password2"), people.PASSWORD
    )
    assert "phải khác mật khẩu" in client.post("/tai-khoan/mat-khau/", same).content.decode()
    differ = {"oldpassword": people.PASSWORD, "password1": CHOSEN, "password2": "khác"}
    assert "chưa giống nhau" in client.post("/tai-khoan/mat-khau/", differ).content.decode()
    short = {"oldpassword": people.PASSWORD, "password1": "ngắn", "password2": "ngắn"}
    assert "ít nhất 8 ký tự" in client.post("/tai-khoan/mat-khau/", short).content.decode()


def test_the_secret_of_the_second_factor_is_not_readable_in_the_database() -> None:
    people.member()
    assert people.SECRET not in str(Authenticator.objects.get().data)


def test_an_account_that_was_closed_signs_in_no_more() -> None:
    user = people.member((Role.OFFICER, "vn"))
    client = people.browser(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/can-bo/")["Location"].startswith("/dang-nhap/")
    newcomer = Client()
    give_password(newcomer, user)
    newcomer.post("/dang-nhap/ma-xac-thuc/", {"code": people.code()})
    assert newcomer.get("/can-bo/")["Location"].startswith("/dang-nhap/")


def test_nobody_signs_up_and_no_other_page_of_the_library_is_mounted() -> None:
    for address in ("/signup/", "/accounts/signup/", "/accounts/login/"):
        assert Client().get(address).status_code == 404


def test_signing_out_asks_first_and_then_ends_the_session() -> None:
    client = people.at_work((Role.OFFICER, "vn"))
    assert client.get("/dang-xuat/").status_code == 200
    assert client.get("/can-bo/").status_code == 200
    client.post("/dang-xuat/")
    assert client.get("/can-bo/").status_code == 302


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_page_of_ones_own_sign_in_opens(language: str) -> None:
    client = people.at_work()
    client.cookies["django_language"] = language
    for name in ("mfa_index", "account_change_password", "mfa_generate_recovery_codes"):
        assert client.get(reverse(name)).status_code in (200, 302), name


def test_changing_how_one_signs_in_asks_again_who_it_is() -> None:
    client = people.at_work()
    answer = client.get("/tai-khoan/ma-du-phong/tao-moi/")
    assert answer["Location"].startswith("/tai-khoan/xac-nhan/")
    page = client.post(answer["Location"], {"password": people.PASSWORD})
    assert page["Location"] == "/tai-khoan/ma-du-phong/tao-moi/"
    assert client.get(page["Location"]).status_code == 200
