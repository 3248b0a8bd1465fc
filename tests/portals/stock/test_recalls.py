"""A lot is recalled for the whole country, and the people who got it are found and called."""

from datetime import date
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry
from sotiem.supply.models import Lot
from sotiem.supply.operations import recall_lot
from tests.factories import accounts, doses, patients, reference, stock
from tests.portals.stock.conftest import browser_of

RECALLS: Final = "/thu-hoi-lo/"
STORE: Final = "/co-so/79101/kho/"


@pytest.fixture
def lot(db: None) -> Lot:
    """A lot that two people got, of which 80 doses are left; a third person got another lot."""
    found = reference.lot()
    stock.received(80, lot=found)
    for number, name in enumerate(("Lê Thị Một", "Lê Thị Hai", "Lê Thị Ba")):
        phone = f"09012345{number:02}"
        person = patients.patient(patients.facts(full_name=name, cccd="", phone=phone))
        doses.dose(person, date(2021, 8, 12), lot_number="FK0112" if number < 2 else "FK0209")
    return found


def people_of(lot: Lot) -> str:
    return f"/co-so/79101/kho/lo/{lot.public_id}/nguoi-da-tiem"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def told(**more: str) -> dict[str, str]:
    return {"reason": "Lỗi bảo quản", "submission_key": str(uuid4()), **more}


def test_an_officer_finds_a_lot_sees_where_it_is_and_recalls_it(officer: Client, lot: Lot) -> None:
    assert "Không có lô nào đang bị thu hồi." in text_of(officer.get(RECALLS))
    page = f"{RECALLS}{lot.public_id}/"
    assert page in text_of(officer.get(RECALLS, {"so-lo": " fk0112"}))
    shown = text_of(officer.get(page))
    assert "80 liều" in shown
    row = shown[shown.index("Trạm Y tế Bình Minh") :].partition("</tr>")[0]
    assert ">80<" in row and ">2<" in row
    assert officer.post(page, told(viec="thu-hoi")).status_code == 302
    assert "Lỗi bảo quản" in text_of(officer.get(RECALLS))
    assert officer.post(page, told(viec="thu-hoi")).status_code == 422
    assert officer.post(page, told(viec="bo")).status_code == 302
    assert "Đã bỏ lệnh thu hồi" in text_of(officer.get(page))


def test_a_number_of_no_lot_is_said_so(officer: Client) -> None:
    assert "Không có lô nào mang số ZZ1." in text_of(officer.get(RECALLS, {"so-lo": "zz1"}))


def test_an_officer_of_a_commune_recalls_nothing(lot: Lot) -> None:
    commune = browser_of(accounts.user((Role.OFFICER, "vn/2025:79/2025:27193")))
    assert commune.get(RECALLS).status_code == 404
    assert commune.post(f"{RECALLS}{lot.public_id}/", told()).status_code == 404
    assert not Lot.objects.get(pk=lot.pk).is_recalled


def test_who_got_a_lot_is_listed_masked_and_each_sees_that_she_was(
    browser: Client, lot: Lot
) -> None:
    shown = text_of(browser.get(f"{people_of(lot)}/"))
    assert "Lê Thị Một" in shown and "Lê Thị Hai" in shown and "Lê Thị Ba" not in shown
    assert "0901234500" not in shown
    seen = AuditEntry.objects.filter(action="patient.viewed").order_by("pk")
    assert [entry.details for entry in seen] == [{"lot": "FK0112"}] * 2
    assert len({entry.patient_id for entry in seen}) == 2


def test_the_list_for_calling_has_the_phones_and_leaves_a_trace(browser: Client, lot: Lot) -> None:
    lines = text_of(browser.get(f"{people_of(lot)}.csv")).splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("Lê Thị Một,")
    assert "0901234500" in lines[1]
    actions = AuditEntry.objects.filter(
        action__in=["lot.people_downloaded", "patient.shown_in_full"]
    )
    assert actions.count() == 3


def test_the_list_goes_on_after_its_last_line(
    browser: Client, lot: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.portals.stock.views.people._PER_PAGE", 1)
    first = text_of(browser.get(f"{people_of(lot)}/"))
    assert "Lê Thị Một" in first and "Lê Thị Hai" not in first
    after = first.partition("?sau=")[2].partition('"')[0]
    second = text_of(browser.get(f"{people_of(lot)}/", {"sau": after}))
    assert "Lê Thị Hai" in second and "Lê Thị Một" not in second


def test_a_facility_that_gave_a_recalled_lot_and_has_none_left_is_told(
    browser: Client, lot: Lot
) -> None:
    address = f"{people_of(reference.lot('FK0209'))}/"
    assert address not in text_of(browser.get(STORE))
    for number in ("FK0209", "KHONGAI"):
        given = reference.lot(number)
        recall_lot(lot=given, reason="Lỗi", by=stock.officer(), at=timezone.now())
    shown = text_of(browser.get(STORE))
    assert address in shown
    assert "KHONGAI" not in shown


def test_of_a_lot_nobody_got_it_is_said_so(browser: Client) -> None:
    nobody = reference.lot("KHONGAI")
    assert "Chưa có mũi tiêm nào của lô này" in text_of(browser.get(f"{people_of(nobody)}/"))


def test_the_office_shows_the_way_to_recalls_to_those_who_may(officer: Client) -> None:
    assert f'href="{RECALLS}"' in text_of(officer.get("/can-bo/"))
