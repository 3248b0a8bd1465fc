"""Facilities announce themselves on the pages, are answered at the desk, and are found."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.announcements.models import Announcement
from sotiem.announcements.rules import checklist
from sotiem.facilities.models import Facility, Stop
from sotiem.foundation.models import AuditEntry
from sotiem.messages.models import Message, Wish
from tests.factories import reference
from tests.factories.announcements import announcement, approved, pdf
from tests.portals.office.people import at_work, browser, member

pytestmark = pytest.mark.django_db
CITY = "vn/2025:01"
PHONE = "0901234567"


def facility_page(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Phòng khám Sao Mai",
        "kind": "clinic",
        "commune": str(reference.commune().pk),
        "address": "8 Đường Mẫu",
        "licence_number": "123/HNO-GPHĐ",
        "licence_on": "06/05/2020",
        "licence_issuer": "Sở Y tế",
        "phone": "024 3812 3456",
        "days": ["1", "2", "3", "4", "5"],
        "hours": "7:30–16:30",
        **changes,
    }


def conditions_page(**changes: Any) -> dict[str, Any]:
    items = {each.code: str(max(each.minimum, 1)) for each in checklist()}
    said = {"head": "Hoàng Thị Mẫu", "head_title": "Bác sĩ", "tables": "2", "trained_by": "CDC"}
    return {**items, **said, **changes}


def last_page(**changes: Any) -> dict[str, Any]:
    return {
        "submission_key": "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b001",
        "contact": "090 123 4567",
        "email": "",
        "is_true": "on",
        **changes,
    }


def code() -> str:
    return str(Message.objects.filter(purpose="one_time_code").latest("pk").values["code"])


def written(client: Client, known: str = "", **changes: Any) -> Any:
    """The first two pages."""
    client.get(f"/cong-bo-co-so/co-so/?tinh=01&ma={known}")
    client.post("/cong-bo-co-so/co-so/", facility_page(**changes))
    return client.post("/cong-bo-co-so/dieu-kien/", conditions_page())


def announced(client: Client, known: str = "", **changes: Any) -> Announcement:
    assert written(client, known)["Location"] == "/cong-bo-co-so/xem-lai/"
    answer = client.post("/cong-bo-co-so/xem-lai/", last_page(**changes))
    assert answer["Location"] == "/cong-bo-co-so/ma-xac-thuc/", answer.content.decode()
    answer = client.post("/cong-bo-co-so/ma-xac-thuc/", {"code": code()})
    assert re.fullmatch(r"/cong-bo-co-so/cua-toi/CB-\w{4}-\w{4}/\?moi=1", answer["Location"])
    return Announcement.objects.latest("pk")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def test_three_pages_and_a_code_announce_a_facility(client: Client) -> None:
    answer = client.get("/cong-bo-co-so/", {"province": "01", "known": ""})
    assert answer["Location"] == "/cong-bo-co-so/co-so/?tinh=01&ma="
    made = announced(client)
    assert (made.said.name, made.said.tables, made.phone) == ("Phòng khám Sao Mai", 2, PHONE)
    shown = page(client, f"/cong-bo-co-so/cua-toi/{made.code}/?moi=1")
    for words in (made.code, "Đã nhận công bố", "chờ Sở Y tế trả lời", "T2-T6", "06/05/2020"):
        assert words in shown
    receipt = client.get(f"/cong-bo-co-so/cua-toi/{made.code}/bien-nhan.pdf")
    assert receipt.content.startswith(b"%PDF")


def test_a_wrong_code_announces_nothing(client: Client) -> None:
    written(client)
    client.post("/cong-bo-co-so/xem-lai/", last_page())
    wrong = "000000" if code() != "000000" else "111111"
    assert client.post("/cong-bo-co-so/ma-xac-thuc/", {"code": wrong}).status_code == 422
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Hãy ghi tên cơ sở."),
        ({"kind": "shop"}, "Hãy chọn loại cơ sở."),
        ({"commune": "1"}, "trong danh sách"),
        ({"licence_on": "30/02/2020"}, "có trong lịch"),
        ({"licence_on": "01/01/2999"}, "không thể sau hôm nay"),
        ({"phone": "gọi tôi"}, "8 đến 12 chữ số"),
        ({"days": []}, "ít nhất một ngày"),
        ({"name": "x" * 201}, "quá dài"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(
    client: Client, wrong: dict[str, Any], words: str
) -> None:
    client.get("/cong-bo-co-so/co-so/?tinh=01")
    answer = client.post("/cong-bo-co-so/co-so/", facility_page(**wrong))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "8 Đường Mẫu" in answer.content.decode()


def test_pages_out_of_order_lead_to_the_first(client: Client) -> None:
    for name in ("co-so", "dieu-kien", "xem-lai", "ma-xac-thuc"):
        assert client.get(f"/cong-bo-co-so/{name}/")["Location"] == "/cong-bo-co-so/"
    assert client.get("/cong-bo-co-so/co-so/?tinh=0x")["Location"] == "/cong-bo-co-so/"
    numbers = {"tables": "0", "refrigerator": "nhiều"}
    client.get("/cong-bo-co-so/co-so/?tinh=01")
    client.post("/cong-bo-co-so/co-so/", facility_page())
    answer = client.post("/cong-bo-co-so/dieu-kien/", conditions_page(**numbers))
    assert (answer.status_code, answer.content.decode().count("từ 1 đến 500")) == (422, 2)


def test_a_code_of_elsewhere_is_not_taken(client: Client) -> None:
    known = reference.facility().code
    asked = {"province": "79", "known": known}
    assert client.get("/cong-bo-co-so/", asked).status_code == 422
    answer = client.get("/cong-bo-co-so/", {**asked, "province": "01"})
    assert answer["Location"].endswith(f"tinh=01&ma={known}")
    assert "Trạm Y tế Bình Minh" in page(client, f"/cong-bo-co-so/co-so/?tinh=01&ma={known}")
    for name in ("dieu-kien", "xem-lai"):  # what is known of it does not fill a page
        assert client.get(f"/cong-bo-co-so/{name}/")["Location"] == "/cong-bo-co-so/"


def test_an_address_is_confirmed_before_mail_comes(client: Client) -> None:
    announced(client, email="co-so@vi-du.vn")
    wish = Wish.objects.get(phone=PHONE)
    assert (wish.email, wish.email_confirmed_at) == ("co-so@vi-du.vn", None)


def test_papers_are_taken_and_hostile_ones_refused_with_a_sentence(client: Client) -> None:
    made = announced(client)
    address = f"/cong-bo-co-so/cua-toi/{made.code}/tai-lieu/"
    content = pdf()
    good = SimpleUploadedFile("giay-phep.pdf", content, "application/pdf")
    assert client.post(address, {"file": good}).status_code == 302
    bad = SimpleUploadedFile("giay-phep.pdf", b"MZ\x90", "application/pdf")
    answer = client.post(address, {"file": bad})
    assert (answer.status_code, "không phải PDF" in answer.content.decode()) == (422, True)
    assert client.post(address).status_code == 422
    assert made.documents.count() == 1
    officer = at_work((Role.OFFICER, CITY))
    kept = made.documents.get()
    paper = officer.get(f"/can-bo/cong-bo/{made.code}/tai-lieu/{kept.public_id}")
    assert paper.content == content
    assert "attachment" in paper["Content-Disposition"]
    elsewhere = at_work((Role.OFFICER, "vn/2025:79"))
    assert (
        elsewhere.get(f"/can-bo/cong-bo/{made.code}/tai-lieu/{kept.public_id}").status_code == 404
    )


def test_who_has_the_code_sees_the_state_and_nothing_else() -> None:
    made = announcement()
    shown = page(Client(), f"/cong-bo-co-so/tra-cuu/{made.code}")
    assert "chờ Sở Y tế trả lời" in shown
    for secret in ("Hoàng Thị Mẫu", PHONE, "Sao Mai", "GPHĐ"):
        assert secret not in shown
    assert Client().get("/cong-bo-co-so/tra-cuu/CB-2222-2222").status_code == 404
    found = Client().get("/cong-bo-co-so/tra-cuu/", {"ma": made.code.lower().replace("-", " ")})
    assert found["Location"] == f"/cong-bo-co-so/tra-cuu/{made.code}"


def test_the_right_phone_opens_it_and_a_wrong_one_looks_the_same() -> None:
    made = announcement()
    for phone, is_right in ((PHONE, True), ("0909999999", False)):
        client = Client()
        answer = client.post(f"/cong-bo-co-so/tra-cuu/{made.code}", {"phone": phone})
        assert answer["Location"] == "/cong-bo-co-so/ma-xac-thuc/"
        sent = Message.objects.filter(purpose="one_time_code").latest("pk")
        assert sent.phone == (PHONE if is_right else "")
        if is_right:
            answer = client.post("/cong-bo-co-so/ma-xac-thuc/", {"code": code()})
            assert "Hoàng Thị Mẫu" in page(client, answer["Location"])


def test_nobody_else_opens_changes_or_withdraws_it(client: Client) -> None:
    announced(client)
    other = announcement(sent_from="0909999999")
    for name in ("", "tai-lieu/", "gui-lai/", "rut/", "bien-nhan.pdf"):
        answer = client.post(f"/cong-bo-co-so/cua-toi/{other.code}/{name}")
        assert answer["Location"] == f"/cong-bo-co-so/tra-cuu/{other.code}", name
    assert Announcement.objects.get(pk=other.pk).state == "received"


def test_a_question_is_answered_through_the_same_pages(client: Client) -> None:
    made = announced(client)
    officer = at_work((Role.OFFICER, CITY))
    asked = {"seen": "1", "answer": "ask", "words": "Thiếu ảnh tủ lạnh"}
    assert officer.post(f"/can-bo/cong-bo/{made.code}/tra-loi/", asked).status_code == 302
    mine = f"/cong-bo-co-so/cua-toi/{made.code}/"
    assert "Thiếu ảnh tủ lạnh" in page(client, mine)
    assert client.post(f"{mine}gui-lai/")["Location"] == "/cong-bo-co-so/co-so/"
    assert "Phòng khám Sao Mai" in page(client, "/cong-bo-co-so/co-so/")
    client.post("/cong-bo-co-so/co-so/", facility_page(hours="8:00–17:00"))
    assert client.post("/cong-bo-co-so/xem-lai/", {"words": ""}).status_code == 422
    answer = client.post("/cong-bo-co-so/xem-lai/", {"words": "Đã thêm ảnh"})
    assert answer["Location"] == mine
    shown = page(client, mine)
    assert "Đã thêm ảnh" in shown
    assert "8:00–17:00" in shown
    assert Announcement.objects.count() == 1
    desk = page(officer, f"/can-bo/cong-bo/{made.code}/")
    assert "Thay đổi so với lần gửi trước" in desk
    assert "T2-T6: 7:30–16:30" in desk


def test_an_officer_opens_a_facility_of_her_province_by_its_code() -> None:
    code_of_facility = reference.facility().code
    officer = at_work((Role.OFFICER, CITY))
    answer = officer.get("/can-bo/cong-bo/", {"ma": code_of_facility})
    assert answer["Location"] == f"/can-bo/co-so/{code_of_facility}/"
    elsewhere = at_work((Role.OFFICER, "vn/2025:79"))
    shown = page(elsewhere, f"/can-bo/cong-bo/?ma={code_of_facility}")
    assert "trong địa bàn của bạn" in shown


def test_a_change_is_a_new_announcement_of_the_same_facility(client: Client) -> None:
    made = announced(client)
    facility = approved(made)
    client.post(f"/cong-bo-co-so/cua-toi/{made.code}/gui-lai/")
    client.post("/cong-bo-co-so/co-so/", facility_page())
    client.post("/cong-bo-co-so/dieu-kien/", conditions_page(tables="7"))
    key = "7d0a1b56-5d4f-4d92-9f0c-0b4c54a1b002"
    answer = client.post("/cong-bo-co-so/xem-lai/", last_page(submission_key=key))
    assert "moi=1" in answer["Location"]  # this phone was proved already
    change = Announcement.objects.latest("pk")
    assert (change.facility, change.said.tables) == (facility, 7)
    approved(change)
    facility.refresh_from_db()
    assert facility.tables == 7
    assert Facility.objects.count() == 1


def test_one_takes_it_back(client: Client) -> None:
    made = announced(client)
    assert "Rút công bố" in page(client, f"/cong-bo-co-so/cua-toi/{made.code}/rut/")
    client.post(f"/cong-bo-co-so/cua-toi/{made.code}/rut/")
    assert "Đã rút công bố" in page(client, f"/cong-bo-co-so/cua-toi/{made.code}/")


def test_an_officer_sees_all_the_facts_and_publishes() -> None:
    items = {each.code: max(each.minimum, 1) for each in checklist()}
    made = announcement(items={**items, "refrigerator": 0})
    reference.facility(code="01001", name="Phòng khám Sao Mai")
    officer = at_work((Role.OFFICER, CITY))
    assert made.code in page(officer, "/can-bo/cong-bo/")
    shown = page(officer, f"/can-bo/cong-bo/{made.code}/")
    for words in ("Chưa đạt", "123/HNO-GPHĐ", "cùng phường, xã và tên gần giống", 'value="01002"'):
        assert words in shown
    assert AuditEntry.objects.filter(action="announcement.viewed", object_id=made.pk).exists()
    no_reason = {"seen": "1", "answer": "refuse", "words": ""}
    answer = officer.post(f"/can-bo/cong-bo/{made.code}/tra-loi/", no_reason)
    assert (answer.status_code, "Hãy ghi rõ" in answer.content.decode()) == (422, True)
    said = {"seen": "1", "answer": "approve", "words": "", "facility_code": "01002"}
    for _ in range(2):
        assert officer.post(f"/can-bo/cong-bo/{made.code}/tra-loi/", said).status_code == 302
    facility = Facility.objects.get(code="01002")
    public = page(Client(), "/co-so-tiem-chung/01002/")
    for words in ("Hoàng Thị Mẫu", "024 3812 3456", "T2-T6, CN: 7:30–16:30"):
        assert words in public
    assert PHONE not in public
    assert "Lần 2" in page(officer, "/can-bo/co-so/01002/")
    assert facility.versions.count() == 2


def test_an_officer_of_elsewhere_and_a_clerk_see_nothing() -> None:
    made = announcement()
    facility = reference.facility()
    for who in (at_work((Role.OFFICER, "vn/2025:79")), at_work((Role.OFFICER, made.path))):
        assert made.code not in page(who, "/can-bo/cong-bo/")
        assert who.get(f"/can-bo/cong-bo/{made.code}/").status_code == 404
        assert who.get(f"/can-bo/co-so/{facility.code}/").status_code == 404
        assert who.post(f"/can-bo/co-so/{facility.code}/dinh-chi/").status_code == 404
    clerk = at_work((Role.CLERK, CITY))
    assert clerk.get("/can-bo/cong-bo/").status_code == 403


def test_who_announces_while_signed_in_does_not_decide() -> None:
    user: User = member((Role.OFFICER, CITY))
    made = announced(browser(user))
    assert made.announced_by == f"staff:{user.public_id}"
    shown = page(browser(user), f"/can-bo/cong-bo/{made.code}/")
    assert "đồng nghiệp quyết định" in shown
    said = {"seen": "1", "answer": "approve", "words": ""}
    answer = browser(user).post(f"/can-bo/cong-bo/{made.code}/tra-loi/", said)
    assert (answer.status_code, "Hãy để đồng nghiệp" in answer.content.decode()) == (422, True)


def test_an_officer_suspends_and_lifts_and_everybody_sees_it() -> None:
    facility = approved(announcement())
    officer = at_work((Role.OFFICER, CITY))
    today = timezone.localdate()
    said = {"what": "suspend", "from_on": f"{today:%d/%m/%Y}", "until_on": "", "reason": "Hỏng tủ"}
    wrong = {**said, "until_on": f"{today - timedelta(days=1):%d/%m/%Y}"}
    address = f"/can-bo/co-so/{facility.code}/"
    assert officer.post(f"{address}dinh-chi/", wrong).status_code == 422
    assert officer.post(f"{address}dinh-chi/", {**said, "reason": ""}).status_code == 422
    for _ in range(2):
        assert officer.post(f"{address}dinh-chi/", said).status_code == 302
    stop = Stop.objects.get()
    for public in ("/co-so-tiem-chung/?ten=sao+mai", f"/co-so-tiem-chung/{facility.code}/"):
        assert f"đình chỉ từ {today:%d/%m/%Y}" in page(Client(), public)
    lifted = f"{address}bo-dinh-chi/{stop.public_id}/"
    assert officer.post(lifted, {"reason": ""}).status_code == 422
    assert officer.post(lifted, {"reason": "Đã sửa"}).status_code == 302
    assert "Đã sửa" in page(officer, address)
    assert "đình chỉ từ" not in page(Client(), f"/co-so-tiem-chung/{facility.code}/")


def test_a_closed_facility_is_not_found_and_its_page_says_since_when() -> None:
    facility = approved(announcement())
    officer = at_work((Role.OFFICER, CITY))
    today = f"{timezone.localdate():%d/%m/%Y}"
    said = {"what": "close", "from_on": today, "until_on": "", "reason": "Giải thể"}
    officer.post(f"/can-bo/co-so/{facility.code}/dinh-chi/", said)
    assert facility.name not in page(Client(), "/co-so-tiem-chung/?ten=sao+mai")
    shown = page(Client(), f"/co-so-tiem-chung/{facility.code}/")
    assert f"Đã ngừng tiêm chủng từ {today}" in shown
    assert "Giải thể" in shown


def test_anybody_finds_facilities_and_downloads_them() -> None:
    for number in range(27):
        reference.facility(code=f"01{number:03}", name=f"Trạm Y tế Sông {number}")
    approved(announcement(), code="01900")
    first = page(Client(), "/co-so-tiem-chung/?ten=te+tram&noi=ha+noi")
    more = re.search(r'href="\?(ten=[^"]+)"', first)
    assert "Trạm Y tế Sông 24" in first
    assert "Trạm Y tế Sông 25" not in first
    assert more
    second = page(Client(), f"/co-so-tiem-chung/?{more[1].replace('&amp;', '&')}")
    assert "Trạm Y tế Sông 26" in second
    assert "Không tìm thấy" in page(Client(), "/co-so-tiem-chung/?ten=khong+co")
    assert "Không có nơi nào" in page(Client(), "/co-so-tiem-chung/?noi=xu+la")
    answer: Any = Client().get("/co-so-tiem-chung/danh-sach.csv?ten=sao+mai")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Mã cơ sở", "01900"]
    assert rows[1][5:9] == ["Hoàng Thị Mẫu", "2", "024 3812 3456", "T2-T6, CN: 7:30–16:30"]
    assert Client().get("/co-so-tiem-chung/danh-sach.csv?noi=xu+la").status_code == 404
    assert Client().get("/co-so-tiem-chung/99999/").status_code == 404
