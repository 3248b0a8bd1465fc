"""An organization on the pages: proved by a code, every row seen before it is sent."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.imports.rules.workbook import read_sheets
from sotiem.messages.models import Message
from sotiem.registrations.models import Organization, Registration
from sotiem.rosters.models import Roster
from sotiem.rosters.operations import check_roster, send_roster
from sotiem.rosters.operations.check import BY
from tests.factories import reference
from tests.factories.rosters import AT, CONTACT, organization, roster, sent, sheet, worker
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db
FORM = "/dang-ky/to-chuc/thong-tin/?tinh=01"
LIST = "/dang-ky/to-chuc/"


def code() -> str:
    return str(Message.objects.filter(purpose="one_time_code").latest("pk").values["code"])


def written(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b011",
        "name": "Công ty May Mẫu",
        "kind": "company",
        "number": "0312345678",
        "commune": reference.commune().pk,
        "address": "Lô 3, Khu công nghiệp Mẫu",
        "group": "13",
        "contact_name": "Trần Thị Đầu Mối",
        "contact_phone": CONTACT,
        "contact_email": "",
        "consent": "on",
        **changes,
    }


def signed_in(of: Organization, phone: str = CONTACT) -> Client:
    client = Client()
    client.post(f"{LIST}vao/", {"code": of.code.lower(), "phone": phone})
    client.post(f"{LIST}ma-xac-thuc/", {"code": code()})
    return client


def signed_in_as_herself(phone: str) -> Client:
    client = Client()
    asked = {"full_name": "Lê Thị Ai", "birth_date": "1990", "by": "phone", "number": phone}
    client.post("/so-tiem/", asked)
    client.post("/so-tiem/ma-xac-thuc/", {"code": code()})
    return client


def uploaded(client: Client, of: Organization, content: bytes) -> Roster:
    key = "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b012"
    file = SimpleUploadedFile("danh sach.xlsx", content)
    answer = client.post(f"{LIST}{of.code}/", {"sheet": file, "submission_key": key})
    assert answer.status_code == 302, answer.content.decode()
    return Roster.objects.latest("pk")


def test_a_code_comes_first_and_then_there_is_an_organization(client: Client) -> None:
    assert client.get(LIST, {"tinh": "01"})["Location"] == FORM
    assert client.post(FORM, written())["Location"] == f"{LIST}ma-xac-thuc/"
    assert not Organization.objects.exists()
    answer = client.post(f"{LIST}ma-xac-thuc/", {"code": code()})
    made = Organization.objects.get()
    assert answer["Location"] == f"{LIST}{made.code}/"
    page = client.get(f"{LIST}{made.code}/").content.decode()
    assert "Công ty May Mẫu" in page
    assert "Chưa có tệp nào" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Hãy ghi tên đơn vị"),
        ({"group": "9"}, "trong danh sách"),
        ({"contact_phone": "123"}, "10 chữ số"),
        ({"contact_email": "a@"}, "chưa đúng"),
        ({"consent": ""}, "đánh dấu cam đoan"),
    ],
)
def test_what_is_wrong_is_said(client: Client, wrong: dict[str, str], said: str) -> None:
    answer = client.post(FORM, written(**wrong))
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_signing_in_tells_a_stranger_nothing() -> None:
    found = organization()
    for asked in ((found.code, "0909999999"), ("TC-2222-2222", CONTACT)):
        client = Client()
        answer = client.post(f"{LIST}vao/", dict(zip(("code", "phone"), asked, strict=True)))
        assert answer["Location"] == f"{LIST}ma-xac-thuc/"
        told = Message.objects.filter(purpose="one_time_code").latest("pk")
        assert told.phone not in (CONTACT, "0909999999")
    client = signed_in(found)
    assert client.get(f"{LIST}{found.code}/").status_code == 200
    other = organization("0907777777")
    for page in ("", "nguoi/", "nguoi/them/", "ban-giao/", "bien-nhan.pdf"):
        assert client.get(f"{LIST}{found.code}/{page}").status_code == 200
        assert client.get(f"{LIST}{other.code}/{page}").status_code == 404
        stranger = Client().get(f"{LIST}{found.code}/{page}")
        assert stranger["Location"].startswith(f"{LIST}vao/?next=")


def test_every_row_is_seen_before_it_is_sent_and_the_file_comes_back() -> None:
    found = organization()
    client = signed_in(found)
    made = uploaded(client, found, sheet(worker(1), worker(2, phone="12"), worker(1)))
    address = f"{LIST}{found.code}/{made.public_id}/"
    assert "Đang kiểm tra" in client.get(address).content.decode()
    check_roster(roster_id=made.pk, at=AT)
    answer = client.get(address, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == address
    page = client.get(address).content.decode()
    assert "Xem trước khi gửi" in page
    assert re.search(r"Gửi đăng ký 1 người", page)
    page = client.get(f"{address}?nhom=khong-nhan").content.decode()
    assert "10 chữ số" in page
    assert "Lê Thị An Cúc" in page
    result = client.get(f"{address}ket-qua.xlsx").content
    last = [row[-1] for row in read_sheets(result)[0].rows]
    assert last[0] == "Kết quả"
    assert "[Số điện thoại]" in last[2]
    assert "dòng 2" in last[3]
    client.post(f"{address}gui/")
    send_roster(roster_id=made.pk, by=BY, at=AT)
    page = client.get(address).content.decode()
    assert "Đã gửi danh sách" in page
    assert Registration.objects.count() == 1
    assert client.get(f"{address}bo/").status_code == 405
    assert client.post(f"{address}bo/").status_code == 422


def test_what_is_worth_a_look_is_found_among_what_is_sent() -> None:
    found = organization()
    made = roster(found, sheet(worker(1), worker(2, group="9")))
    page = signed_in(found).get(f"{LIST}{found.code}/{made.public_id}/?nhom=luu-y")
    assert "Lê Thị An Cúc" in page.content.decode()
    assert "Lê Thị An Bình" not in page.content.decode()
    assert "không nhận từ đơn vị" in page.content.decode()


def test_a_file_that_cannot_be_read_says_what_to_do() -> None:
    found = organization()
    client = signed_in(found)
    key = "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b013"
    file = SimpleUploadedFile("a.xlsx", b"xin chao")
    answer = client.post(f"{LIST}{found.code}/", {"sheet": file, "submission_key": key})
    assert answer.status_code == 422
    made = roster(found, sheet())
    page = client.get(f"{LIST}{found.code}/{made.public_id}/").content.decode()
    assert "chưa có dòng nào" in page


def test_the_list_says_nothing_of_anybody_s_health() -> None:
    found = organization()
    sent(roster(found, sheet(*map(worker, range(1, 4)))))
    client = signed_in(found)
    one, two, three = Registration.objects.order_by("pk")
    Registration.objects.filter(pk=one.pk).update(state="withdrawn", withdrawn_because="ill")
    Registration.objects.filter(pk=two.pk).update(taken_over_at=AT)
    page = client.get(f"{LIST}{found.code}/nguoi/").content.decode()
    assert "Không còn chờ" in page
    assert "Tự quản lý đăng ký của mình" in page
    assert not any(secret in page for secret in ("ốm", "Đã tiêm", one.code, two.code))
    own = f"{LIST}{found.code}/nguoi"
    for gone in (one, two):
        assert client.get(f"{own}/{gone.public_id}/").status_code == 404
        assert client.get(f"{own}/{gone.public_id}/rut/").status_code == 404
    day = {"not_before": "01/01/2000", "part_of_day": "morning"}
    assert client.post(f"{own}/{three.public_id}/", day).status_code == 422
    assert client.post(f"{own}/{three.public_id}/rut/", {"because": "ill"}).status_code == 422
    client.post(f"{own}/{three.public_id}/rut/", {"because": "moved"})
    three.refresh_from_db()
    assert three.state == "withdrawn"


def test_one_more_is_added_and_the_list_is_handed_over() -> None:
    found = organization()
    client = signed_in(found)
    key = "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b014"
    page = f"{LIST}{found.code}/nguoi/them/"
    wrong = client.post(page, {**worker(1, birth_date="40/13/1990"), "submission_key": key})
    assert (wrong.status_code, "không có trong lịch" in wrong.content.decode()) == (422, True)
    assert client.post(page, {**worker(1), "submission_key": key}).status_code == 302
    assert found.registrations.count() == 1
    new = {"contact_name": "Lê Mới", "contact_phone": "0907777666"}
    client.post(f"{LIST}{found.code}/ban-giao/", new)
    assert client.get(f"{LIST}{found.code}/").status_code == 302
    assert signed_in(found, "0907777666").get(f"{LIST}{found.code}/").status_code == 200


def test_she_sees_who_registered_her_and_takes_it_over() -> None:
    sent(roster(organization(), sheet(worker(1))))
    one = Registration.objects.get()
    client = signed_in_as_herself(one.phone)
    address = f"/dang-ky/cua-toi/{one.code}/"
    page = client.get(address).content.decode()
    assert "Công ty May Mẫu đã đăng ký tiêm chủng" in page
    assert one.full_name not in page
    assert one.full_name not in client.get("/dang-ky/cua-toi/").content.decode()
    assert client.get(f"{address}rut/").status_code == 404
    wrong = client.post(f"{address}nhan/", {"birth_date": "01/01/1970", "group": "13"})
    assert (wrong.status_code, "không đúng như đơn vị" in wrong.content.decode()) == (422, True)
    client.post(f"{address}nhan/", {"birth_date": "05/06/1960", "group": "9"})
    page = client.get(address).content.decode()
    assert one.full_name in page
    assert "Do Công ty May Mẫu đăng ký; bạn tự quản lý" in page
    assert client.get(f"{address}rut/").status_code == 200


def test_an_officer_approves_the_list_of_an_organization() -> None:
    found = organization()
    sent(roster(found, sheet(worker(1), worker(2))))
    province = found.path.split("/")[1].removeprefix("2025:")
    officer = at_work((Role.OFFICER, f"vn/2025:{province}"))
    page = officer.get(f"/can-bo/dang-ky/{province}/").content.decode()
    assert "Công ty May Mẫu" in page
    page = officer.get(f"/can-bo/dang-ky/{province}/?don-vi={found.code}").content.decode()
    assert all(each.full_name in page for each in Registration.objects.all())
    assert AuditEntry.objects.filter(action="registration.viewed").count() == 2
    address = f"/can-bo/dang-ky/{province}/duyet-to-chuc/"
    officer.post(address, {"organization": found.code})
    assert set(Registration.objects.values_list("state", flat=True)) == {"approved"}
