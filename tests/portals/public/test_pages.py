"""The pages that are open to everybody."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from allauth.mfa.utils import encrypt
from django.db import OperationalError, connection
from django.test import Client
from pytest_django.fixtures import Settings

from sotiem.accounts.operations import register_user
from sotiem.foundation.actors import machine
from sotiem.messages.carriers.outbox import carry
from sotiem.messages.facts import Letter
from tests.factories import accounts

pytestmark = pytest.mark.django_db
PAGES = ("/", "/kiem-tra/", "/quyen-rieng-tu/", "/hop-thu/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_opens_in_both_languages(client: Client, address: str, language: str) -> None:
    client.cookies["django_language"] = language
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1


def test_those_who_build_pages_see_every_component(client: Client) -> None:
    assert client.get("/thanh-phan/").status_code == 200


def test_the_front_page_leads_to_everything_one_can_do(client: Client) -> None:
    page = client.get("/").content.decode()
    for text in (
        "Xem sổ tiêm",
        "Báo thông tin sai",
        "Theo dõi phản ánh bằng mã",
        "Kiểm tra giấy chứng nhận",
        "Các cơ sở tiêm chủng",
        "Dành cho cán bộ",
    ):
        assert text in page
    assert 'href="/kiem-tra/"' in page
    assert "Bản trình diễn" not in page


def test_a_demonstration_says_that_it_is_one(client: Client, settings: Settings) -> None:
    settings.MODE = "demo"
    page = client.get("/").content.decode()
    assert "Bản trình diễn" in page
    assert 'href="/hop-thu/"' in page


@pytest.mark.parametrize("address", ["/hop-thu/", "/thanh-phan/"])
def test_a_registry_in_use_has_no_page_of_demonstrations(
    client: Client, settings: Settings, address: str
) -> None:
    settings.MODE = "production"
    assert client.get(address).status_code == 404


def test_the_outbox_shows_the_newest_message_first(client: Client, at: datetime) -> None:
    carry(Letter(key="a", phone="0901234567", text="tin truoc <b>", at=at))
    carry(Letter(key="b", phone="0901234567", text="tin sau", at=at.replace(hour=5)))
    page = client.get("/hop-thu/").content.decode()
    assert page.index("tin sau") < page.index("tin truoc")
    assert "tin truoc &lt;b&gt;" in page


def enrolled(username: str, *, by: str) -> str:
    """An account with a second factor; gives its secret."""
    user = register_user(
        username=username,
        full_name="Trần Văn Mẫu",
        unit_name="Sở Y tế",
        password=None,
        by=machine(by),
        at=accounts.AT,
    )
    secret = str(generate_totp_secret())
    Authenticator.objects.create(
        user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(secret)}
    )
    return secret


def codes_on(client: Client) -> dict[str, str]:
    codes = client.get("/hop-thu/").context["codes"]
    return {each.username: each.code for each in codes}


def test_the_outbox_of_a_demonstration_helps_the_sample_staff_to_sign_in(
    client: Client, settings: Settings
) -> None:
    settings.MODE = "demo"
    secret = enrolled("canbo", by="sample")
    enrolled("that", by="administrator")
    codes = codes_on(client)
    assert list(codes) == ["canbo"]
    assert validate_totp_code(secret, codes["canbo"])


def test_no_code_is_shown_outside_a_demonstration(client: Client, settings: Settings) -> None:
    enrolled("canbo", by="sample")
    settings.MODE = "test"
    assert codes_on(client) == {}


def test_health_asks_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/healthz").content == b"ok\n"

    def gone() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize(
    ("goes_to", "lands_on"),
    [("/kiem-tra/", "/kiem-tra/"), ("https://example.com/x", "/"), ("//example.com", "/")],
)
def test_a_chosen_language_is_kept_and_leads_back_to_us(
    client: Client, goes_to: str, lands_on: str
) -> None:
    response = client.post("/ngon-ngu/", {"language": "en", "next": goes_to})
    assert (response.status_code, response["Location"]) == (302, lands_on)
    assert '<html lang="en"' in client.get("/").content.decode()


def test_reading_an_address_changes_no_language(client: Client) -> None:
    assert client.get("/ngon-ngu/?language=en").status_code == 405


def test_search_engines_stay_away_from_personal_pages(client: Client) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /" in lines
    assert not any(line.startswith("Allow: /so-tiem") for line in lines)
