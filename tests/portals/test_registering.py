"""Registering on the pages: without an account, without scripts, by whoever holds the phone."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.messages.models import Message
from sotiem.portals.registering import words
from sotiem.registrations.facts import Condition
from sotiem.registrations.models import Registration
from tests.factories import reference
from tests.factories.registrations import registration, somebody_else
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db
FORM = "/dang-ky/thong-tin/?cho=self&tinh=01"
CARD = "079187001234|024123456|Nguyễn Thị Bảo Lộc|03041987|Nữ|12 Đường Mẫu, Bình Minh|01012021"


def written(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b001",
        "full_name": "Nguyễn Thị Bảo Lộc",
        "birth_date": "03/04/1987",
        "sex": "female",
        "number": "079187001234",
        "phone": "0901234567",
        "commune": reference.commune().pk,
        "group": "15",
        "not_before": f"{timezone.localdate():%d/%m/%Y}",
        "part_of_day": "any",
        **{each.value: "unknown" for each in Condition},
        "consent": "on",
        **changes,
    }


def code() -> str:
    return str(Message.objects.filter(purpose="one_time_code").latest("pk").values["code"])


def registered(client: Client, **changes: Any) -> Registration:
    answer = client.post(FORM, written(**changes))
    assert answer.status_code == 302, answer.content.decode()
    client.post("/dang-ky/ma-xac-thuc/", {"code": code()})
    return Registration.objects.latest("pk")


def test_one_says_for_whom_and_where_first(client: Client) -> None:
    answer = client.get("/dang-ky/", {"relation": "child", "province": "01"})
    address = urlparse(answer["Location"])
    assert address.path == "/dang-ky/thong-tin/"
    assert parse_qs(address.query) == {"cho": ["child"], "tinh": ["01"]}
    assert client.get("/dang-ky/", {"relation": "self"}).status_code == 422
    for wrong in ("?cho=self&tinh=99", "?cho=nobody&tinh=01", "?cho=self&tinh=0x", ""):
        assert client.get(f"/dang-ky/thong-tin/{wrong}")["Location"] == "/dang-ky/"


def test_a_right_code_registers_and_shows_the_place(client: Client) -> None:
    made = registered(client)
    page = client.get(f"/dang-ky/cua-toi/{made.code}/?moi=1").content.decode()
    assert made.code in page
    assert "Đã nhận đăng ký" in page
    assert "Không còn ai" in page
    assert made.history == {each.value: "unknown" for each in Condition}


def test_a_wrong_code_registers_nobody(client: Client) -> None:
    client.post(FORM, written())
    wrong = "000000" if code() != "000000" else "111111"
    assert client.post("/dang-ky/ma-xac-thuc/", {"code": wrong}).status_code == 422
    assert not Registration.objects.exists()
    assert Client().get("/dang-ky/ma-xac-thuc/")["Location"] == "/dang-ky/"


def test_whoever_proved_the_phone_needs_no_second_code(client: Client) -> None:
    registered(client)
    asked = Message.objects.filter(purpose="one_time_code").count()
    key = "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b002"
    answer = client.post(FORM, written(submission_key=key, full_name="Lê An", number=""))
    assert "/dang-ky/cua-toi/DK-" in answer["Location"]
    assert Message.objects.filter(purpose="one_time_code").count() == asked


@pytest.mark.parametrize(
    ("wrong", "words_said"),
    [
        ({"full_name": ""}, "Hãy ghi họ và tên"),
        ({"number": "079087001234"}, "Giới tính không khớp với số căn cước"),
        ({"number": "079188001234"}, "Năm sinh không khớp với số căn cước"),
        ({"phone": "02838123456"}, "số máy bàn"),
        ({"consent": ""}, "đánh dấu đồng ý"),
        ({"group": "17"}, "Hãy chọn một nhóm trong danh sách"),
        ({"commune": "1"}, "trong danh sách"),
        ({"not_before": "01/01/2021"}, "Ngày này đã qua"),
        ({"not_before": f"{timezone.localdate() + timedelta(days=400):%d/%m/%Y}"}, "xa quá"),
        ({"full_name": "<script>alert()</script>"}, "ký tự lạ"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, wrong: dict[str, str], words_said: str
) -> None:
    answer = client.post(FORM, written(address="12 Đường Mẫu", **wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words_said in page
    assert "12 Đường Mẫu" in page
    assert "<script>alert" not in page


def test_a_card_fills_in_what_it_says_and_leaves_the_rest(client: Client) -> None:
    page = client.post(FORM, written(card=CARD, full_name="", from_card="1")).content.decode()
    assert 'value="Nguyễn Thị Bảo Lộc"' in page
    assert 'value="12 Đường Mẫu, Bình Minh"' in page
    assert 'value="0901234567"' in page
    assert not Registration.objects.exists()
    page = client.post(FORM, written(card="xin chào", from_card="1")).content.decode()
    assert "Chưa đọc được mã này" in page
    assert page.count("govuk-error-message") == 1


def test_the_page_of_a_code_says_nothing_of_the_person(client: Client) -> None:
    made = registered(client)
    page = Client().get(f"/dang-ky/tra-cuu/{made.code.lower()}").content.decode()
    assert str(words.STATES[made.state]) in page
    for secret in ("Bảo Lộc", "1987", "0901234567", "079187001234", "90123"):
        assert secret not in page
    assert Client().get("/dang-ky/tra-cuu/DK-2222-2222").status_code == 404


def test_a_group_that_tells_of_illness_is_shown_to_its_own_person_only(client: Client) -> None:
    made = registered(client, group="9")
    illness = made.group.name_vi
    assert illness in client.get(f"/dang-ky/cua-toi/{made.code}/").content.decode()
    assert illness not in Client().get(f"/dang-ky/tra-cuu/{made.code}").content.decode()
    open_one = registration(group=15, **somebody_else(1))
    shown = Client().get(f"/dang-ky/tra-cuu/{open_one.code}").content.decode()
    assert open_one.group.name_vi in shown


def test_nobody_else_opens_changes_or_prints_a_registration(client: Client) -> None:
    mine = registered(client)
    other = registration(sent_from="0909999999", **somebody_else(1))
    for page in ("", "mong-muon/", "rut/", "bien-nhan.pdf"):
        assert client.get(f"/dang-ky/cua-toi/{mine.code}/{page}").status_code == 200
        assert client.get(f"/dang-ky/cua-toi/{other.code}/{page}").status_code == 404
        assert Client().get(f"/dang-ky/cua-toi/{mine.code}/{page}").status_code == 302
    assert other.code not in client.get("/dang-ky/cua-toi/").content.decode()


def test_one_changes_the_wish_and_leaves_the_line(client: Client) -> None:
    made = registered(client)
    day = timezone.localdate() + timedelta(days=9)
    said = {"not_before": f"{day:%d/%m/%Y}", "part_of_day": "morning"}
    client.post(f"/dang-ky/cua-toi/{made.code}/mong-muon/", said)
    made.refresh_from_db()
    assert (made.not_before, made.part_of_day) == (day, "morning")
    assert client.post(f"/dang-ky/cua-toi/{made.code}/rut/", {"because": ""}).status_code == 422
    client.post(f"/dang-ky/cua-toi/{made.code}/rut/", {"because": "moved"})
    page = client.get(f"/dang-ky/cua-toi/{made.code}/").content.decode()
    assert "Đã chuyển đi nơi khác" in page
    assert (
        client.post(f"/dang-ky/cua-toi/{made.code}/rut/", {"because": "moved"}).status_code == 422
    )


def test_an_officer_approves_and_gives_people_to_a_facility() -> None:
    made = [registration(**somebody_else(number)) for number in range(2)]
    officer = at_work((Role.OFFICER, "vn/2025:01"))
    assert officer.get("/can-bo/dang-ky/")["Location"] == "/can-bo/dang-ky/01/"
    page = officer.get("/can-bo/dang-ky/01/?nhom=15").content.decode()
    assert all(each.full_name in page for each in made)
    seen = AuditEntry.objects.filter(action="registration.viewed")
    assert {entry.object_id for entry in seen} == {each.pk for each in made}
    officer.post("/can-bo/dang-ky/01/duyet/", {"group": "15"})
    wrong = {"group": "15", "facility": "khong-co", "most": "0"}
    answer = officer.post("/can-bo/dang-ky/01/giao/", wrong)
    assert (answer.status_code, "1 đến 10.000" in answer.content.decode()) == (422, True)
    code_of_facility = reference.facility().code
    given = {"group": "15", "facility": code_of_facility, "most": "1"}
    officer.post("/can-bo/dang-ky/01/giao/", given)
    states = Registration.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["assigned", "approved"]
    page = officer.get("/can-bo/dang-ky/01/").content.decode()
    assert re.search(r"Đã giao 1 người", page)


def test_an_officer_of_elsewhere_sees_nothing_and_a_clerk_less() -> None:
    registration(**somebody_else(1))
    elsewhere = at_work((Role.OFFICER, "vn/2025:79"))
    assert elsewhere.get("/can-bo/dang-ky/01/?nhom=15").status_code == 404
    assert elsewhere.post("/can-bo/dang-ky/01/duyet/", {"group": "15"}).status_code == 404
    clerk = at_work((Role.CLERK, "vn/2025:01"))
    assert clerk.get("/can-bo/dang-ky/01/").status_code == 403
