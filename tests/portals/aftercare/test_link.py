"""The page of a link, and the board of those who mend."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.portals.aftercare.views import link
from sotiem.readbacks.models import Answer, Readback
from sotiem.readbacks.queries import token_of
from sotiem.readbacks.states import ReadbackState
from tests.factories import campaigns, patients, reference
from tests.factories.readbacks import again, read_back
from tests.portals.aftercare.conftest import BrowserOf

pytestmark = pytest.mark.django_db
NUMBER: Final = patients.facts().cccd


@pytest.fixture
def readback(db: None) -> Readback:
    """Of today, so that the link is good."""
    now = timezone.now()
    lot = reference.lot()
    lot.expires_on = timezone.localdate() + timedelta(days=100)
    lot.save()
    by = campaigns.clerk()
    made = campaigns.session(by=by, stock=0, held_on=campaigns.DAY)
    made.held_on = timezone.localdate()
    made.save()
    given_at = now - timedelta(seconds=1)
    return read_back(by=by, at=now, held=made, given_at=given_at)


def address(readback: Readback, page: str = "") -> str:
    return f"/xn/{token_of(readback)}/{page}"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_the_page_shows_the_entry_and_no_whole_number(client: Client, readback: Readback) -> None:
    answer = client.get(address(readback))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Nguyễn Thị Bảo Lộc" in page and "FK0112" in page
    assert NUMBER not in page and NUMBER[-3:] in page
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in answer["Cache-Control"]
    assert not Answer.objects.exists()


def test_right_and_wrong_are_one_touch_each(client: Client, readback: Readback) -> None:
    seen = {"dose": "1", "person": "1"}
    assert client.post(address(readback, "dung/"), seen).status_code == 302
    page = text_of(client.get(address(readback)))
    assert "Bạn đã xác nhận là đúng" in page and "Thật ra có chỗ sai" in page
    assert client.post(address(readback, "sai/")).status_code == 302
    page = text_of(client.get(address(readback)))
    assert "Bạn đã báo có chỗ sai" in page and "Nói rõ hơn" in page
    more = {"fields_wrong": ["sex"], "right_lot": "FK0209", "note": ""}
    client.post(address(readback, "sai/"), more)
    assert Answer.objects.latest("pk").fields == {"sex": "", "lot": "FK0209"}


def test_what_changed_since_is_shown_and_not_confirmed(client: Client, readback: Readback) -> None:
    answer = client.post(address(readback, "dung/"), {"dose": "7", "person": "1"})
    assert answer.status_code == 409
    assert "vừa được sửa" in text_of(answer)
    assert again(readback).state == ReadbackState.WAITING


def test_a_link_that_is_over_or_none_says_nothing_of_anybody(
    client: Client, readback: Readback, monkeypatch: pytest.MonkeyPatch
) -> None:
    readback.expires_at = timezone.now()
    readback.save()
    for page, method in (("", client.get), ("dung/", client.post), ("phan-ung/", client.get)):
        over = method(address(readback, page))
        assert over.status_code == 410
        assert "Bảo Lộc" not in text_of(over)
    monkeypatch.setattr(link, "MISSES", 2)
    assert client.get(f"/xn/{readback.code}22222222/").status_code == 404
    assert client.get("/xn/x/").status_code == 404
    assert client.get("/xn/x/").status_code == 429


def test_the_board_counts_and_leads_to_mending_and_the_page_asks_again(
    client: Client, readback: Readback, browser_of: BrowserOf
) -> None:
    clerk = browser_of(Role.CLERK)
    board = f"/co-so/79101/buoi-tiem/{readback.session.public_id}/"
    assert "0 đúng, 0 sai, 1 chưa trả lời" in text_of(clerk.get(board))
    client.post(address(readback, "sai/"), {"fields_wrong": ["birth_date"]})
    page = text_of(clerk.get(board))
    assert "0 đúng, 1 sai, 0 chưa trả lời" in page and "Sửa cho số 1" in page
    assert token_of(readback) in page
    assert readback.entry.appointment is not None
    mend = f"{board}nguoi/{readback.entry.appointment.public_id}/sua-tai-cho/"
    asked = clerk.get(mend)
    assert "Người được tiêm báo sai:" in text_of(asked)
    assert AuditEntry.objects.filter(action="patient.viewed").count() == 1
    typed = {**asked.context["form"].initial, "birth_date": "03/04/1978", "cccd": ""}
    assert clerk.post(mend, {**typed, "lot_number": ""}).status_code == 422
    assert clerk.post(mend, typed).status_code == 302
    page = text_of(client.get(address(readback)))
    assert "Đã sửa lúc" in page and "03/04/1978" in page and "<del>03/04/1987</del>" in page
    mended = again(readback).entry.patient
    assert mended is not None and mended.current.cccd == NUMBER
    client.post(address(readback, "dung/"), {"dose": "1", "person": "2"})
    assert "1 đúng, 0 sai, 0 chưa trả lời" in text_of(clerk.get(board))
    assert clerk.post(mend, typed).status_code == 422


def test_the_team_keeps_it_with_a_reason(
    client: Client, readback: Readback, browser_of: BrowserOf
) -> None:
    clerk = browser_of(Role.CLERK)
    assert readback.entry.appointment is not None
    person = readback.entry.appointment.public_id
    keep = f"/co-so/79101/buoi-tiem/{readback.session.public_id}/nguoi/{person}/giu-nguyen/"
    client.post(address(readback, "sai/"))
    assert clerk.post(keep, {"note": ""}).status_code == 422
    assert clerk.post(keep, {"note": "Đúng như trên lọ"}).status_code == 302
    assert "Đúng như trên lọ" in text_of(client.get(address(readback)))


def test_of_somebody_on_record_before_the_clerk_sees_no_number(
    client: Client, db: None, browser_of: BrowserOf
) -> None:
    patients.patient()
    readback = read_back()
    readback.expires_at = timezone.now() + timedelta(hours=1)
    readback.save()
    client.post(address(readback, "sai/"))
    clerk = browser_of(Role.CLERK)
    assert readback.entry.appointment is not None
    person = readback.entry.appointment.public_id
    mend = f"/co-so/79101/buoi-tiem/{readback.session.public_id}/nguoi/{person}/sua-tai-cho/"
    page = text_of(clerk.get(mend))
    assert "đã có hồ sơ từ trước" in page
    assert NUMBER not in page and patients.facts().phone not in page
    typed = {"lot_number": "FK0112", "given_at": "09:10", "phone": "0909111222"}
    assert clerk.post(mend, typed).status_code == 302
    after = again(readback)
    assert timezone.localtime(after.entry.given_at).minute == 10
    assert after.entry.patient is not None
    assert after.entry.patient.current.phone == patients.facts().phone


def test_the_slip_carries_the_link_while_it_is_good(
    readback: Readback, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[Any] = []

    def keep(slips: Any) -> bytes:
        printed.extend(slips)
        return b"%PDF"

    monkeypatch.setattr("sotiem.portals.session.views.paper.slips_pdf", keep)
    assert readback.entry.dose is not None
    page = f"/co-so/79101/buoi-tiem/giay/phieu/{readback.entry.dose.public_id}.pdf"
    clerk = browser_of(Role.CLERK)
    clerk.get(page)
    readback.expires_at = timezone.now()
    readback.save()
    clerk.get(page)
    assert [token_of(readback) in slip.link for slip in printed] == [True, False]
