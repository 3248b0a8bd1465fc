"""Channels on their pages: what people see, how they come in, how officers run them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.corrections import operations
from sotiem.corrections.channels import Channel, ChannelKind, ChannelTally
from sotiem.corrections.models import CorrectionReport
from tests.factories import accounts, corrections
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db


def runner() -> Staff:
    return accounts.staff((Role.ADMINISTRATOR, "vn"))


@pytest.fixture
def channel() -> Channel:
    """A city's channel, open since yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    operations.plan_channel(
        code="tp-hcm",
        kind=ChannelKind.REGION,
        name_vi="Cổng Thành phố",
        name_en="City portal",
        text_vi="Dành cho người tiêm ở Thành phố.",
        text_en="For people vaccinated in the City.",
        jurisdiction=Jurisdiction("vn/2025:79"),
        by=runner(),
        at=yesterday,
    )
    return operations.open_channel(code="tp-hcm", opens_at=yesterday, by=runner(), at=yesterday)


def page(address: str, client: Client | None = None, *, language: str = "vi") -> str:
    browser = client or Client()
    browser.cookies["django_language"] = language
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def close(at: Any = None) -> None:
    operations.close_channel(
        code="tp-hcm", successor_code="quoc-gia", by=runner(), at=at or timezone.now()
    )


def test_a_channel_says_what_it_is_and_how_it_does(channel: Channel) -> None:
    corrections.nothing_recorded()
    shown = page("/phan-anh/tp-hcm/")
    assert "Cổng Thành phố" in shown
    assert "Dành cho người tiêm ở Thành phố." in shown
    assert "Bắt đầu phản ánh" in shown
    assert "City portal" in page("/phan-anh/tp-hcm/", language="en")


def test_a_closed_channel_sends_people_on(channel: Channel) -> None:
    close()
    shown = page("/phan-anh/tp-hcm/")
    assert "Bắt đầu phản ánh" not in shown
    assert 'href="/phan-anh/quoc-gia/"' in shown


def test_a_planned_channel_is_nobody_s_business() -> None:
    operations.plan_channel(
        code="sap-mo",
        kind=ChannelKind.REGION,
        name_vi="Sắp mở",
        name_en="Soon",
        text_vi="",
        text_en="",
        jurisdiction=Jurisdiction("vn"),
        by=runner(),
        at=timezone.now(),
    )
    assert Client().get("/phan-anh/sap-mo/").status_code == 404
    assert "Sắp mở" not in page("/phan-anh/")


def test_open_data_tells_every_channel(channel: Channel) -> None:
    corrections.nothing_recorded()
    told = json.loads(page("/phan-anh/du-lieu.json"))["channels"]
    assert [(one["code"], one["received"], one["open"]) for one in told] == [
        ("tp-hcm", 0, 0),
        ("quoc-gia", 0, 0),
    ]
    lines = page("/phan-anh/du-lieu.csv").splitlines()
    assert len(lines) == 3
    assert "median_hours" in lines[0]


def test_everybody_reads_numbers_by_the_rule_of_the_public_board_and_who_runs_it_all() -> None:
    ChannelTally.objects.create(
        channel=Channel.objects.get(code="quoc-gia"), what="received", hours=0, slot=3, number=13
    )
    ChannelTally.objects.create(
        channel=Channel.objects.get(code="quoc-gia"), what="accepted", hours=7, slot=3, number=6
    )
    (told,) = json.loads(page("/phan-anh/du-lieu.json"))["channels"]
    assert (told["received"], told["open"], told["decided"]) == (10, 5, 5)
    assert told["median_hours"] is None
    shown = " ".join(page("/phan-anh/quoc-gia/").split())
    assert "làm tròn xuống bội số của 5" in shown
    assert ">13<" not in shown
    inside = page("/can-bo/kenh/quoc-gia/", at_work((Role.ADMINISTRATOR, "vn")))
    assert ">13<" in "".join(inside.split())


def test_whoever_starts_by_a_channel_is_remembered(channel: Channel) -> None:
    client = Client()
    answer = client.post("/phan-anh/tp-hcm/bat-dau/")
    assert (answer.status_code, answer["Location"]) == (302, "/so-tiem/")
    assert client.session["channel"]["code"] == "tp-hcm"


def test_nobody_starts_by_a_closed_channel(channel: Channel) -> None:
    close()
    client = Client()
    assert client.post("/phan-anh/tp-hcm/bat-dau/")["Location"] == "/phan-anh/tp-hcm/"
    assert "channel" not in client.session


def test_an_administrator_takes_a_channel_from_plan_to_hand_over() -> None:
    client = at_work((Role.ADMINISTRATOR, "vn"))
    said = {
        "kind": "region",
        "name_vi": "Cổng Huế",
        "name_en": "Hue portal",
        "channel_code": "hue",
        "level": "province",
        "code": "46",
    }
    assert client.post("/can-bo/kenh/them/", said)["Location"] == "/can-bo/kenh/hue/"
    assert "Mở kênh ngay" in page("/can-bo/kenh/hue/", client)
    client.post("/can-bo/kenh/hue/mo/")
    assert "Xem trước khi bàn giao" in page("/can-bo/kenh/hue/", client)
    day = timezone.localdate() + timedelta(days=3)
    client.post("/can-bo/kenh/hue/dong/", {"successor": "quoc-gia", "last_day": f"{day:%d/%m/%Y}"})
    assert Channel.objects.get(code="hue").closes_at is not None
    preview = page("/can-bo/kenh/hue/ban-giao/?successor=quoc-gia", client)
    assert "Bàn giao và đóng kênh" in preview
    assert Channel.objects.get(code="hue").handed_over_at is None
    client.post("/can-bo/kenh/hue/ban-giao/", {"successor": "quoc-gia"})
    assert Channel.objects.get(code="hue").handed_over_at is not None


def test_a_refusal_is_told_on_the_channel_s_page(channel: Channel) -> None:
    client = at_work((Role.ADMINISTRATOR, "vn"))
    answer = client.post("/can-bo/kenh/tp-hcm/mo/")
    assert answer.status_code == 422
    assert "vừa được mở, đóng hoặc bàn giao" in answer.content.decode()


def test_nobody_runs_the_channel_of_another_place(channel: Channel) -> None:
    client = at_work((Role.ADMINISTRATOR, "vn/2025:46"))
    assert client.get("/can-bo/kenh/tp-hcm/").status_code == 404
    assert "Cổng Thành phố" not in page("/can-bo/kenh/", client)
    assert not CorrectionReport.objects.exists()
