"""From the desk to the objection and the officer, page by page."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.messages.models import Message
from sotiem.patients.models import Patient
from sotiem.phone_changes.facts import ChangeState
from sotiem.phone_changes.models import PhoneChange
from tests.factories import reference
from tests.factories.phone_changes import NEW_PHONE, vaccinated
from tests.factories.phone_changes import code as last_code
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db
FIND, NEW, CODE = "/can-bo/doi-so/", "/can-bo/doi-so/so-moi/", "/can-bo/doi-so/ma/"
PAPERS = {
    "full_name": "Nguyễn Thị Bảo Lộc",
    "birth_date": "03/04/1987",
    "number": "079187001234",
    "administered_on": "12/08/2021",
    "facility": "79101",
    "lot_number": "",
    "slip_number": "",
}
WANTED = {"paper": "cccd", "because": "lost", "phone": "0907 654 321"}


@pytest.fixture
def desk() -> Client:
    return at_work((Role.CLERK, reference.facility().path))


def replaced(desk: Client) -> PhoneChange:
    assert desk.post(FIND, PAPERS)["Location"] == NEW
    assert desk.post(NEW, WANTED)["Location"] == CODE
    answer = desk.post(CODE, {"code": last_code()})
    assert answer.status_code == 302, answer.text
    return PhoneChange.objects.latest("pk")


def test_at_the_desk_nothing_of_the_person_is_shown_but_a_hidden_number(desk: Client) -> None:
    vaccinated()
    desk.post(FIND, PAPERS)
    page = desk.get(NEW).text
    assert "•••••••567" in page
    change = replaced(desk)
    done = desk.get(f"/can-bo/doi-so/{change.public_id}/").text
    assert "Đã đổi số" in done
    for secret in ("0901234567", NEW_PHONE, "Bảo Lộc", "079187001234", change.code):
        assert secret not in page + done


def test_not_enough_and_nobody_are_one_answer(desk: Client) -> None:
    vaccinated()

    def told(**changes: str) -> tuple[int, bool]:
        answer = desk.post(FIND, {**PAPERS, **changes})
        return answer.status_code, "Chưa đủ để biết chắc" in answer.text

    assert told(facility="") == told(full_name="Lê Văn Không Có") == (422, True)
    assert desk.get(NEW)["Location"] == FIND
    assert desk.get(CODE)["Location"] == FIND


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"paper": ""}, "Hãy chọn giấy tờ đã xem"),
        ({"phone": "02838123456"}, "số máy bàn"),
        ({"phone": "0901234567"}, "Hồ sơ đã ghi đúng số này"),
    ],
)
def test_what_is_wrong_is_said(desk: Client, wrong: dict[str, str], words: str) -> None:
    vaccinated()
    desk.post(FIND, PAPERS)
    answer = desk.post(NEW, {**WANTED, **wrong})
    assert answer.status_code == 422
    assert words in answer.text


def test_a_wrong_code_is_told_and_a_double_click_is_harmless(desk: Client) -> None:
    vaccinated()
    desk.post(FIND, PAPERS)
    desk.post(NEW, WANTED)
    right = last_code()
    wrong = "000000" if right != "000000" else "111111"
    assert "Mã chưa đúng" in desk.post(CODE, {"code": wrong}).text
    first, second = (desk.post(CODE, {"code": right})["Location"] for _ in range(2))
    assert first == second


def test_the_old_number_objects_and_the_new_one_opens_nothing(desk: Client) -> None:
    person = vaccinated()
    change = replaced(desk)
    stranger, address = Client(), f"/doi-so/{change.code}/"
    page = stranger.get(address).text
    assert "Tôi phản đối" in page
    for secret in ("Bảo Lộc", "1987", "0901234567", NEW_PHONE, "321", "vắc xin", "Bình Minh"):
        assert secret not in page
    assert "Đã ghi phản đối" in stranger.post(address, {"words": "Không phải tôi"}).text
    thief = Client()
    looked = {"full_name": "Nguyễn Thị Bảo Lộc", "birth_date": "03/04/1987"}
    thief.post("/so-tiem/", {**looked, "by": "phone", "number": NEW_PHONE})
    refused = thief.post("/so-tiem/ma-xac-thuc/", {"code": last_code()})
    assert refused.status_code == 422
    assert "có người phản đối" in refused.text
    assert thief.get("/so-tiem/ho-so/").status_code == 302
    officer = at_work((Role.OFFICER, "vn"))
    assert str(change.public_id) in officer.get("/xu-ly/doi-so/").text
    case = f"/xu-ly/doi-so/{change.public_id}/"
    assert "Không phải tôi" in officer.get(case).text
    assert AuditEntry.objects.filter(action="phone_change.viewed", patient_id=person.pk).exists()
    assert officer.post(case, {"choice": "old", "reason": ""}).status_code == 422
    officer.post(case, {"choice": "old", "reason": "SIM bị trộm"})
    assert Patient.objects.get(pk=person.pk).current.phone == "0901234567"
    assert "Số cũ được giữ" in stranger.get(address).text
    assert "SIM bị trộm" in officer.get(case).text


def test_who_made_the_change_is_told_that_another_decides() -> None:
    vaccinated()
    both = at_work((Role.CLERK, reference.facility().path), (Role.OFFICER, "vn"))
    change = replaced(both)
    Client().post(f"/doi-so/{change.code}/", {"words": ""})
    case = f"/xu-ly/doi-so/{change.public_id}/"
    assert "một cán bộ khác quyết định" in both.get(case).text
    assert both.post(case, {"choice": "new", "reason": "x"}).status_code == 403
    change.refresh_from_db()
    assert change.state == ChangeState.OBJECTED


def test_a_late_objection_and_an_unknown_code_say_what_to_do(
    desk: Client, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    vaccinated()
    change = replaced(desk)
    monkeypatch.setattr(timezone, "now", lambda: at + timedelta(days=8))
    page: Any = Client().get(f"/doi-so/{change.code}/")
    assert "Việc đổi số đã xong" in page.text
    assert Client().post(f"/doi-so/{change.code}/", {"words": ""}).status_code == 422
    unknown = Client().get("/doi-so/DS-2222-2222/")
    assert unknown.status_code == 404
    assert "Không có mã này" in unknown.text


def test_others_do_not_see_a_change(desk: Client) -> None:
    vaccinated()
    change = replaced(desk)
    other = at_work((Role.CLERK, reference.facility().path))
    assert other.get(f"/can-bo/doi-so/{change.public_id}/").status_code == 404
    far = at_work((Role.OFFICER, "vn/2025:99"))
    assert far.get(f"/xu-ly/doi-so/{change.public_id}/").status_code == 404
    assert str(change.public_id) not in far.get("/xu-ly/doi-so/").text
    assert Message.objects.filter(phone=NEW_PHONE).exists()
