"""A clerk receives, counts, loses, returns and undoes; the store's page says how lots stand."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.supply.models import Lot, StockMovement
from sotiem.supply.operations import draw_up, recall_lot
from tests.factories import accounts, reference, stock
from tests.portals.stock.conftest import browser_of

STORE: Final = "/co-so/79101/kho/"


def page_of(lot: Lot) -> str:
    return f"{STORE}lo/{lot.public_id}/"


def delivery(**changes: str) -> dict[str, str]:
    return {
        "vaccine": "ASTRAZENECA",
        "number": " fk 0901 ",
        "expires_on": f"{timezone.localdate() + timedelta(days=200):%d/%m/%Y}",
        "doses": "1.200",
        "document": "PXK 118",
        "moved_on": f"{timezone.localdate():%d/%m/%Y}",
        "submission_key": str(uuid4()),
        **changes,
    }


def leaving(**changes: str) -> dict[str, str]:
    return {
        "doses": "3",
        "moved_on": f"{timezone.localdate():%d/%m/%Y}",
        "reason": "Vỡ",
        "submission_key": str(uuid4()),
        **changes,
    }


def text_of(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def lot(browser: Client) -> Lot:
    """A lot of which 1,200 doses were received."""
    browser.post(f"{STORE}nhap/", delivery())
    return Lot.objects.get(number="FK0901")


def test_an_empty_store_says_what_to_do(browser: Client) -> None:
    assert "Trong kho chưa có liều nào." in text_of(browser.get(STORE))


def test_a_delivery_makes_its_lot_known_and_can_be_undone_at_once(browser: Client) -> None:
    response = browser.post(f"{STORE}nhap/", delivery(), follow=True)
    lot, movement = Lot.objects.get(number="FK0901"), StockMovement.objects.get()
    assert (movement.doses, movement.document, movement.lot) == (1200, "PXK 118", lot)
    assert "Trên sổ còn 1.200 liều." in text_of(response)
    undo = f"{STORE}hoan-tac/{movement.public_id}/"
    assert undo in text_of(response)
    assert browser.get(undo).status_code == 200
    told = {"reason": "Gõ nhầm", "submission_key": str(uuid4())}
    assert "Hoàn tác: Nhập kho" in text_of(browser.post(undo, told, follow=True))
    assert stock.left_of(lot) == 0


def test_a_double_click_is_one_delivery(browser: Client) -> None:
    twice = delivery()
    for _ in range(2):
        browser.post(f"{STORE}nhap/", twice)
    assert StockMovement.objects.count() == 1


def test_a_lot_number_of_another_product_is_asked_about(browser: Client, lot: Lot) -> None:
    other = delivery(vaccine="COMIRNATY")
    response = browser.post(f"{STORE}nhap/", other)
    assert response.status_code == 422
    assert "Số lô FK0901 đã có, nhưng là của vắc xin" in text_of(response)
    assert browser.post(f"{STORE}nhap/", {**other, "other_product": "on"}).status_code == 302
    assert Lot.objects.filter(number="FK0901").count() == 2


def test_another_last_day_of_a_known_lot_is_refused_in_words(browser: Client, lot: Lot) -> None:
    tomorrow = f"{timezone.localdate() + timedelta(days=1):%d/%m/%Y}"
    response = browser.post(f"{STORE}nhap/", delivery(expires_on=tomorrow))
    assert response.status_code == 422
    assert f"Lô FK0901 đã có với hạn dùng {lot.expires_on:%d/%m/%Y}." in text_of(response)


@pytest.mark.parametrize("doses", ["", "0", "-5", "3,5", "1.20", "hai", "²"])
def test_what_is_no_number_of_doses_is_refused(browser: Client, doses: str) -> None:
    response = browser.post(f"{STORE}nhap/", delivery(doses=doses))
    assert response.status_code == 422
    assert "Hãy nhập số liều bằng chữ số" in text_of(response)


@pytest.mark.parametrize("way", ["tra", "hao-hut", "da-dung"])
def test_doses_leave_the_store(browser: Client, lot: Lot, way: str) -> None:
    assert "Trên sổ còn 1.200 liều." in text_of(browser.get(f"{page_of(lot)}{way}/"))
    assert browser.post(f"{page_of(lot)}{way}/", leaving()).status_code == 302
    assert stock.left_of(lot) == 1197


def test_more_than_there_is_cannot_leave(browser: Client, lot: Lot) -> None:
    response = browser.post(f"{page_of(lot)}tra/", leaving(doses="1201"))
    assert response.status_code == 422
    assert "Trong kho chỉ còn 1200 liều của lô FK0901" in text_of(response)


def test_an_unknown_way_or_lot_is_not_there(browser: Client, lot: Lot) -> None:
    assert browser.get(f"{page_of(lot)}ban/").status_code == 404
    assert browser.get(f"{STORE}lo/{uuid4()}/").status_code == 404


def test_the_count_asks_for_the_reason_of_a_difference(browser: Client, lot: Lot) -> None:
    key = lot.public_id
    told = {
        "counted_on": f"{timezone.localdate():%d/%m/%Y}",
        "submission_key": str(uuid4()),
        f"booked_{key}": "1200",
        f"counted_{key}": "1190",
    }
    assert browser.get(f"{STORE}kiem-ke/").status_code == 200
    response = browser.post(f"{STORE}kiem-ke/", told)
    assert "Sổ ghi 1200, đếm được 1190." in text_of(response)
    assert browser.post(f"{STORE}kiem-ke/", {**told, f"reason_{key}": "Vỡ"}).status_code == 302
    assert stock.left_of(lot) == 1190


def test_a_count_of_nothing_is_none(browser: Client, lot: Lot) -> None:
    told = {
        "counted_on": f"{timezone.localdate():%d/%m/%Y}",
        "submission_key": str(uuid4()),
        f"booked_{lot.public_id}": "1200",
    }
    response = browser.post(f"{STORE}kiem-ke/", told)
    assert "Hãy nhập số đếm được của ít nhất một lô." in text_of(response)


def test_the_store_says_in_words_how_its_lots_stand(browser: Client, lot: Lot) -> None:
    for number, days in (("SAPHET", 10), ("QUAHAN", -3)):
        day = f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"
        browser.post(f"{STORE}nhap/", delivery(number=number, expires_on=day))
    recall_lot(lot=lot, reason="Lỗi bảo quản", by=stock.officer(), at=timezone.now())
    shown = text_of(browser.get(STORE))
    places = [shown.index(number) for number in ("QUAHAN", "SAPHET", "FK0901")]
    assert places == sorted(places)
    for words in ("Đã hết hạn", "Sắp hết hạn", "Đang bị thu hồi", "Còn 1.200 liều được tiêm."):
        assert words in shown
    assert f"{page_of(lot)}nguoi-da-tiem/" in shown
    ledger = text_of(browser.get(page_of(lot)))
    assert "Lỗi bảo quản" in ledger
    assert f"{page_of(lot)}da-dung/" not in ledger


def test_what_a_session_moved_is_not_undone_in_the_store(browser: Client, lot: Lot) -> None:
    drawn = draw_up(
        facility=reference.facility(), lot=lot, doses=10, session=uuid4(),
        submission_key=uuid4(), by=stock.clerk(), at=timezone.now(),
    )  # fmt: skip
    undo = f"{STORE}hoan-tac/{drawn.public_id}/"
    assert undo not in text_of(browser.get(page_of(lot)))
    assert browser.get(undo).status_code == 404


def test_the_ledger_opens_in_a_spreadsheet_and_runs_nothing(browser: Client, lot: Lot) -> None:
    browser.post(f"{page_of(lot)}hao-hut/", leaving(reason="=1+1"))
    lines = text_of(browser.get(f"{page_of(lot)}so-kho.csv")).splitlines()
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert lines[1].startswith(f"{today},Nhập kho,1200,1200,PXK 118,")
    assert lines[2].startswith(f"{today},Hao hụt trong kho,-3,1197,,'=1+1,")


def test_the_head_looks_and_writes_nothing(lot: Lot) -> None:
    head = browser_of(accounts.user((Role.HEAD, reference.facility().path)))
    shown = text_of(head.get(STORE))
    assert "FK0901" in shown and f"{STORE}nhap/" not in shown
    assert head.get(page_of(lot)).status_code == 200
    for address in (f"{STORE}nhap/", f"{STORE}kiem-ke/", f"{page_of(lot)}tra/"):
        assert head.get(address).status_code == 403


def test_of_another_facility_nothing_is_there(lot: Lot) -> None:
    elsewhere = reference.facility("79102", "Trạm Y tế Bình An")
    stranger = browser_of(accounts.user((Role.CLERK, elsewhere.path)))
    for address in (STORE, page_of(lot), f"{STORE}nhap/", f"{page_of(lot)}nguoi-da-tiem.csv"):
        assert stranger.get(address).status_code == 404
    assert stranger.post(f"{page_of(lot)}tra/", leaving()).status_code == 404


def test_a_last_day_of_another_century_is_asked_about(browser: Client) -> None:
    far = f"{date(2206, 1, 1):%d/%m/%Y}"
    response = browser.post(f"{STORE}nhap/", delivery(expires_on=far))
    assert "Hạn dùng quá xa." in text_of(response)
