"""A facility's day on the screen: planned, opened, walked through, balanced, confirmed."""

from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.accounts.queries import staff_of
from sotiem.campaigns.facts import EntrySaid
from sotiem.campaigns.models import Appointment, VaccinationSession
from sotiem.campaigns.operations import enter_dose
from sotiem.supply.models import Lot
from sotiem.supply.operations import receive_stock, register_lot
from tests.factories import accounts, patients, reference
from tests.portals.stock.conftest import browser_of

pytestmark = pytest.mark.django_db
DAYS: Final = "/co-so/79101/buoi-tiem/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def lot() -> Lot:
    today = timezone.localdate()
    return register_lot(
        vaccine=reference.vaccine(),
        number="FK0901",
        expires_on=today + timedelta(days=200),
        by=reference.BY,
        at=timezone.now(),
    )


@pytest.fixture
def people(lot: Lot) -> tuple[Any, Any]:
    """A clerk with vaccine in the store, and the head of the facility."""
    path = reference.facility().path
    clerk, head = accounts.user((Role.CLERK, path)), accounts.user((Role.HEAD, path))
    receive_stock(
        facility=reference.facility(),
        lot=lot,
        doses=50,
        document="PX",
        moved_on=timezone.localdate(),
        submission_key=uuid4(),
        by=staff_of(clerk, at=timezone.now()),
        at=timezone.now(),
    )
    return clerk, head


def planned(clerk: Client, lot: Lot, **changes: Any) -> Any:
    said = {
        "held_on": f"{timezone.localdate():%d/%m/%Y}",
        "place": "Nhà văn hóa",
        "vaccine": "ASTRAZENECA",
        "lots": [str(lot.public_id)],
        "slots": "7:30 2\n13h30 20",
        **changes,
    }
    return clerk.post(f"{DAYS}lap/", said)


def test_a_day_from_plan_to_the_heads_confirmation(people: tuple[Any, Any], lot: Lot) -> None:
    clerk, head = browser_of(people[0]), browser_of(people[1])
    assert "Cơ sở chưa có buổi tiêm nào." in text_of(clerk.get(DAYS))
    assert planned(clerk, lot).status_code == 302
    session = VaccinationSession.objects.get()
    board = f"{DAYS}{session.public_id}/"
    assert "Danh sách chưa có ai." in text_of(clerk.get(board))
    clerk.post(f"{board}mo/")
    listed = {"people": "Nguyễn Thị Hòa; 30/04/1975; nữ; 0912345678; 079175012345", "slot": "07:30"}
    assert clerk.post(f"{board}them-nguoi/", listed).status_code == 302
    one = Appointment.objects.get()
    moved = clerk.post(f"{board}nguoi/{one.public_id}/", {"to": "checked_in", "seen": "called"})
    assert moved.status_code == 302
    assert "Ghi mũi này" in text_of(clerk.get(f"{board}?nhom=den"))
    drawn = {"what": "rut", "lot": str(lot.public_id), "doses": "2", "submission_key": str(uuid4())}
    assert clerk.post(f"{board}can-doi/kho/", drawn).status_code == 302
    said = EntrySaid(
        client_id=uuid4(),
        appointment=one.public_id,
        person=patients.facts(full_name="Nguyễn Thị Hòa", birth_date="1975-04-30", cccd=""),
        lot_number="FK0901",
        given_at=timezone.now() - timedelta(seconds=5),
    )
    by = staff_of(people[0], at=timezone.now())
    enter_dose(session_id=session.pk, said=said, by=by, at=timezone.now())
    assert "còn 30 phút" in text_of(clerk.get(board))
    balance = text_of(clerk.get(f"{board}can-doi/"))
    assert "(không bắt buộc)" not in balance.split("Đóng buổi tiêm", 1)[1]
    assert "Còn thiếu 1 mũi." in balance
    assert clerk.post(f"{board}dong/", {"reason": ""}).status_code == 422
    back = {**drawn, "what": "tra", "doses": "1", "submission_key": str(uuid4())}
    clerk.post(f"{board}can-doi/kho/", back)
    assert clerk.post(f"{board}dong/", {"reason": ""}).status_code == 302
    page = head.get(f"{board}can-doi/")
    seen = page.context["seen"]
    assert clerk.post(f"{board}xac-nhan/", {"seen": seen}).status_code == 403
    assert head.post(f"{board}xac-nhan/", {"seen": "another"}).status_code == 422
    assert head.post(f"{board}xac-nhan/", {"seen": seen}).status_code == 302
    assert "Đã xác nhận lúc" in text_of(head.get(f"{board}can-doi/"))


def test_a_plan_that_does_not_fit_is_told(people: tuple[Any, Any], lot: Lot) -> None:
    clerk = browser_of(people[0])
    answer = planned(clerk, lot, slots="sáng sớm")
    assert answer.status_code == 422
    assert "Hãy ghi giờ rồi số người" in text_of(answer)
    assert planned(clerk, lot, slips_from="5", slips_to="2").status_code == 422
    assert not VaccinationSession.objects.exists()


def test_a_list_with_a_wrong_line_adds_nobody(people: tuple[Any, Any], lot: Lot) -> None:
    clerk = browser_of(people[0])
    planned(clerk, lot)
    board = f"{DAYS}{VaccinationSession.objects.get().public_id}/"
    wrong = {"people": "Trần Văn Sáu; 1980\nLê Thị Bảy; 32/01/1980", "slot": ""}
    answer = clerk.post(f"{board}them-nguoi/", wrong)
    assert answer.status_code == 422
    assert "Dòng 2:" in text_of(answer)
    assert not Appointment.objects.exists()


def test_a_colleagues_move_is_shown_instead_of_overruled(people: tuple[Any, Any], lot: Lot) -> None:
    clerk = browser_of(people[0])
    planned(clerk, lot)
    board = f"{DAYS}{VaccinationSession.objects.get().public_id}/"
    clerk.post(f"{board}them-nguoi/", {"people": "Trần Văn Sáu; 1980", "slot": ""})
    one = Appointment.objects.get()
    address = f"{board}nguoi/{one.public_id}/"
    clerk.post(f"{address}hoan/", {"seen": "called", "because": "fever", "note": ""})
    answer = clerk.post(address, {"to": "checked_in", "seen": "called"})
    assert answer.status_code == 409
    assert "Đồng nghiệp vừa đổi trạng thái" in text_of(answer)


def test_why_somebody_is_postponed_is_asked_and_stands_on_the_board(
    people: tuple[Any, Any], lot: Lot
) -> None:
    clerk = browser_of(people[0])
    planned(clerk, lot)
    board = f"{DAYS}{VaccinationSession.objects.get().public_id}/"
    clerk.post(f"{board}them-nguoi/", {"people": "Trần Văn Sáu; 1980", "slot": ""})
    person = f"{board}nguoi/{Appointment.objects.get().public_id}/"
    assert f"{person}hoan/" in text_of(clerk.get(board))
    page = clerk.get(f"{person}hoan/?nhom=moi")
    assert "Mang thai dưới 13 tuần" in text_of(page)
    assert clerk.post(f"{person}hoan/", {"seen": "called"}).status_code == 422
    other = {"seen": "called", "because": "other", "note": ""}
    assert "Hãy ghi lý do khác là gì." in text_of(clerk.post(f"{person}hoan/", other))
    answer = clerk.post(f"{person}hoan/?nhom=moi", {**other, "note": "Say rượu"})
    assert "?nhom=moi#p-" in answer["Location"]
    assert "Lý do khác: Say rượu" in text_of(clerk.get(board))
    unseen = clerk.post(f"{person}khong-tiem/", {"seen": "called", "note": "Đã về"})
    assert "Đồng nghiệp vừa đổi trạng thái" in text_of(unseen)
    assert clerk.post(person, {"to": "refused", "seen": "postponed"}).status_code == 404


def test_early_leaving_is_shown_with_its_minutes(people: tuple[Any, Any], lot: Lot) -> None:
    clerk = browser_of(people[0])
    planned(clerk, lot)
    board = f"{DAYS}{VaccinationSession.objects.get().public_id}/"
    clerk.post(f"{board}them-nguoi/", {"people": "Trần Văn Sáu; 1980", "slot": ""})
    now = timezone.now()
    Appointment.objects.update(
        state="left", state_at=now, observed_until=now + timedelta(minutes=18)
    )
    assert "sau 12 phút" in text_of(clerk.get(board))


def test_a_dose_that_came_after_closing_keeps_the_head_from_confirming(
    people: tuple[Any, Any], lot: Lot
) -> None:
    clerk, head = browser_of(people[0]), browser_of(people[1])
    planned(clerk, lot)
    session = VaccinationSession.objects.get()
    board = f"{DAYS}{session.public_id}/"
    clerk.post(f"{board}mo/")
    clerk.post(f"{board}dong/", {"reason": ""})
    said = EntrySaid(
        client_id=uuid4(),
        person=patients.facts(),
        lot_number="FK0901",
        given_at=timezone.now() - timedelta(seconds=5),
        is_offline=True,
    )
    by = staff_of(people[0], at=timezone.now())
    enter_dose(session_id=session.pk, said=said, by=by, at=timezone.now())
    page = head.get(f"{board}can-doi/")
    assert "1 mũi đến sau khi đóng đang chờ người xem." in text_of(page)
    assert "Xác nhận số liệu trong ngày" not in text_of(page)
    answer = head.post(f"{board}xac-nhan/", {"seen": page.context["seen"]})
    assert answer.status_code == 422


def test_a_session_of_another_facility_does_not_exist(people: tuple[Any, Any], lot: Lot) -> None:
    planned(browser_of(people[0]), lot)
    session = VaccinationSession.objects.get()
    path = reference.facility("79102", "Trạm khác").path
    other = browser_of(accounts.user((Role.CLERK, path)))
    assert other.get(f"{DAYS}{session.public_id}/").status_code == 404
    assert other.get(f"/co-so/79102/buoi-tiem/{session.public_id}/").status_code == 404
