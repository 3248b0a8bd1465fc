"""Vaccine from the country's depot to a facility, as storekeepers and officers see it."""

import io
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.imports.rules.writing import written
from sotiem.messages.models import Message
from sotiem.supply.events import LotRecalled
from sotiem.supply.models import AllocationDecision, Consignment, Lot, StockBalance, StockMovement
from sotiem.supply.operations import tell_holders
from tests.factories import accounts, reference, supply
from tests.portals.stock.conftest import browser_of

HOME: Final = "/cung-ung/"
DECIDE: Final = f"{HOME}quyet-dinh/ghi/"


def text_of(response: Any) -> str:
    return str(response.content.decode())


def day(offset: int = 0) -> str:
    return f"{timezone.localdate() + timedelta(days=offset):%d/%m/%Y}"


def told(**more: Any) -> dict[str, Any]:
    return {"submission_key": str(uuid4()), **more}


@pytest.fixture
def national(db: None) -> Facility:
    return supply.depot(name="Kho quốc gia mẫu")


@pytest.fixture
def provincial(db: None) -> Facility:
    return supply.depot(supply.province(), name="Kho tỉnh mẫu")


@pytest.fixture
def lot(national: Facility) -> Lot:
    """1.000 doses that the country's depot has."""
    found = reference.lot()
    Lot.objects.filter(pk=found.pk).update(expires_on=timezone.localdate().replace(year=2031))
    supply.come_in(1_000, to=national, lot=found)
    return Lot.objects.get(pk=found.pk)


def keeper_of(*stores: Facility) -> Client:
    return browser_of(accounts.user(*(supply.grant_for(store) for store in stores)))


def held(store: Facility) -> int:
    balance = StockBalance.objects.filter(facility=store).first()
    return balance.doses if balance else 0


def decided(officer: Client, store: Facility, doses: str = "400", **more: Any) -> Any:
    given = told(
        noi="vn",
        number="3820/QĐ-BYT",
        decided_on=day(),
        signed_by="Thứ trưởng Mẫu",
        vaccine="ASTRAZENECA",
        **{f"doses_{store.code}": doses},
    )
    return officer.post(DECIDE, given | more, follow=True)


def sent(keeper: Client, national: Facility, goal: Facility, lot: Lot, doses: str) -> str:
    """The address of a consignment under the latest decision."""
    decision = AllocationDecision.objects.latest("pk")
    page = f"/co-so/{national.code}/kho/xuat/{goal.code}/?quyet-dinh={decision.public_id}"
    form = told(document="PXK 9", sent_on=day(), expected_on=day(2))
    response = keeper.post(page, form | {f"doses_{lot.public_id}": doses}, follow=True)
    assert response.status_code == 200, text_of(response)
    return f"{HOME}chuyen-hang/{Consignment.objects.latest('pk').public_id}/"


def test_from_a_receipt_to_the_shelf_of_a_province(
    officer: Client, national: Facility, provincial: Facility, lot: Lot
) -> None:
    """A decision prefills what is sent; one touch receives it; each page tells the same."""
    assert "Đã ghi quyết định." in text_of(decided(officer, provincial))
    keeper, receiver = keeper_of(national), keeper_of(provincial)
    sending = text_of(keeper.get(f"/co-so/{national.code}/kho/xuat/"))
    assert "3820/QĐ-BYT" in sending and provincial.name in sending
    page = sending.partition(f"/kho/xuat/{provincial.code}/")[2].partition('"')[0]
    filled = text_of(keeper.get(f"/co-so/{national.code}/kho/xuat/{provincial.code}/{page}"))
    assert 'value="400"' in filled
    address = sent(keeper, national, provincial, lot, "400")
    assert "Hàng đang tới kho này" in text_of(receiver.get(f"/co-so/{provincial.code}/kho/"))
    assert "Nhận đủ 400 liều" in text_of(receiver.get(address))
    assert "Nhận đủ" not in text_of(keeper.get(address))
    assert "còn 400 liều chưa đến" in text_of(officer.get(address))
    key = told()
    for _ in range(2):
        assert "Chuyến hàng này đã xong" in text_of(receiver.post(address, key, follow=True))
    assert held(provincial) == 400
    decision = AllocationDecision.objects.get()
    shown = text_of(officer.get(f"{HOME}quyet-dinh/{decision.public_id}/"))
    assert "Đang hiệu lực" in shown and ">400<" in shown


def test_what_comes_short_is_told_lot_by_lot(
    officer: Client, national: Facility, provincial: Facility, lot: Lot
) -> None:
    decided(officer, provincial)
    address = sent(keeper_of(national), national, provincial, lot, "400")
    receiver, key = keeper_of(provincial), lot.public_id

    def found(arrived: str, lost: str, reason: str = "") -> Any:
        given = {f"arrived_{key}": arrived, f"lost_{key}": lost, f"reason_{key}": reason}
        return receiver.post(f"{address}nhan/", told(moved_on=day()) | given, follow=True)

    assert 'value="400"' in text_of(receiver.get(f"{address}nhan/"))
    for wrong in (found("390", "10"), found("401", "0"), found("0", "0")):
        assert wrong.status_code == 422
    assert held(provincial) == 0
    assert "Còn 20 liều chưa đến." in text_of(found("370", "10", "Vỡ 1 hộp"))
    assert held(provincial) == 370
    sender = keeper_of(national)
    assert sender.post(f"{address}nhan/", told()).status_code == 404
    assert receiver.post(f"{address}quay-lai/", told()).status_code == 404
    back = told(moved_on=day(), reason="Xe quay đầu")
    assert "Chuyến hàng này đã xong" in text_of(
        sender.post(f"{address}quay-lai/", back, follow=True)
    )
    assert held(national) == 620
    undo = StockMovement.objects.get(kind="lost_on_way")
    assert f"/kho/hoan-tac/{undo.public_id}/" in text_of(receiver.get(address))
    lines = text_of(receiver.get(f"/co-so/{provincial.code}/kho/hang.csv")).splitlines()
    assert lines[1].endswith("FK0112,400,370,10,20,0")


def test_nobody_else_sees_a_consignment_or_a_depot(
    officer: Client, browser: Client, national: Facility, provincial: Facility, lot: Lot
) -> None:
    decided(officer, provincial)
    address = sent(keeper_of(national), national, provincial, lot, "5")
    elsewhere = browser_of(accounts.user((Role.OFFICER, "vn/2025:96")))
    for stranger in (browser, elsewhere):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, told()).status_code == 404
    decision = AllocationDecision.objects.get()
    assert elsewhere.get(f"{HOME}quyet-dinh/{decision.public_id}/").status_code == 404
    assert elsewhere.get(HOME, {"noi": "vn"}).status_code == 404
    assert browser.get(f"/co-so/{national.code}/kho/").status_code == 404
    assert national.name not in text_of(Client().get("/co-so-tiem-chung/", {"ten": "mẫu"}))
    assert Client().get(f"/co-so-tiem-chung/{national.code}/").status_code == 404
    assert "Các kho của tôi" in text_of(browser.get(HOME))


def test_more_than_there_is_is_told_and_not_refused(
    officer: Client, provincial: Facility, lot: Lot
) -> None:
    assert "cộng lại 1.500 liều, nhiều hơn 1.000 liều" in text_of(
        decided(officer, provincial, "1.500")
    )


def test_lines_come_as_a_sheet_and_each_bad_row_is_named(
    officer: Client, provincial: Facility, lot: Lot
) -> None:
    blank = officer.get(f"{HOME}quyet-dinh/mau.xlsx")
    (rows,) = [
        CalamineWorkbook.from_filelike(io.BytesIO(blank.content))
        .get_sheet_by_index(0)
        .to_python()[:2]
    ]
    assert rows == [
        ["Mã nơi nhận", "Tên nơi nhận", "Số liều"],
        [provincial.code, "Kho tỉnh mẫu", ""],
    ]

    def upload(*lines: list[str]) -> Any:
        content = written([("Phân bổ", [["Mã nơi nhận", "Số liều"], *lines])])
        file = io.BytesIO(content)
        file.name = "phan-bo.xlsx"
        return decided(officer, provincial, "", sheet=file)

    bad = text_of(upload([provincial.code, "x"], ["KHONG", "5"], [provincial.code, "1 200"]))
    assert "Dòng 2: hãy ghi số liều" in bad and "Dòng 3: không có kho" in bad
    assert not AllocationDecision.objects.exists()
    upload([provincial.code, "1.200"], [reference.facility().code, ""])
    (line,) = AllocationDecision.objects.get().lines.all()
    assert (line.store, line.planned) == (provincial, 1200)


def test_a_text_file_serves_as_well_and_anything_else_is_refused(
    officer: Client, provincial: Facility
) -> None:
    def upload(content: bytes) -> Any:
        file = io.BytesIO(content)
        file.name = "phan-bo.csv"
        return decided(officer, provincial, "", sheet=file)

    for content in (b"", b"xin chao", b"\x00\x01\x02", b"PK\x03\x04broken"):
        response = upload(content)
        assert response.status_code == 422 and "Lỗi:" in text_of(response)
    assert upload(f"Mã nơi nhận;Số liều\n{provincial.code};70\n".encode()).status_code == 200
    assert AllocationDecision.objects.get().lines.get().planned == 70


def test_a_decision_is_amended_and_withdrawn(officer: Client, provincial: Facility) -> None:
    decided(officer, provincial)
    first = AllocationDecision.objects.get()
    amending = {"noi": "vn", "sua": str(first.public_id)}
    assert 'value="400"' in text_of(officer.get(DECIDE, amending))
    given = told(
        noi="vn",
        number="3900/QĐ-BYT",
        decided_on=day(),
        signed_by="Thứ trưởng Mẫu",
        vaccine="ASTRAZENECA",
        **{f"doses_{provincial.code}": "300"},
    )
    officer.post(f"{DECIDE}?noi=vn&sua={first.public_id}", given)
    second = AllocationDecision.objects.get(amends=first)
    before = text_of(officer.get(f"{HOME}quyet-dinh/{first.public_id}/"))
    assert "Đã được sửa đổi" in before and "Rút quyết định" not in before
    page = f"{HOME}quyet-dinh/{second.public_id}/"
    assert officer.post(f"{page}rut/", told(reason="")).status_code == 422
    officer.post(f"{page}rut/", told(reason="Nhầm số"))
    assert "Nhầm số" in text_of(officer.get(page))
    listed = text_of(officer.get(f"{HOME}quyet-dinh/", {"noi": "vn"}))
    assert listed.count("Không còn hiệu lực") == 1
    lines = text_of(officer.get(f"{HOME}quyet-dinh/{second.public_id}.csv")).splitlines()
    assert lines[1].endswith(f"{provincial.code},Kho tỉnh mẫu,300,0,0,0")
    workbook = officer.get(f"{HOME}quyet-dinh/{second.public_id}.xlsx")
    assert workbook.content.startswith(b"PK")
    assert officer.get(f"{HOME}quyet-dinh/{second.public_id}.exe").status_code == 404


def test_the_overview_and_the_stock_of_each_level(
    officer: Client, national: Facility, provincial: Facility, lot: Lot
) -> None:
    decided(officer, provincial)
    sent(keeper_of(national), national, provincial, lot, "150")
    shown = text_of(officer.get(HOME))
    row = shown[shown.index('id="totals"') :].partition("</tr>")[2].partition("</tr>")[0]
    assert [">1.000<" in row, ">400<" in row, ">850<" in row, ">150<" in row] == [True] * 4
    levels = text_of(officer.get(f"{HOME}ton-kho/"))
    assert "FK0112" in levels and "Kho quốc gia mẫu" in levels
    sheet = text_of(officer.get(f"{HOME}ton-kho.csv")).splitlines()
    assert sheet[1].startswith(f"{national.code},Kho quốc gia mẫu,")
    assert officer.get(f"{HOME}ton-kho.xlsx").content.startswith(b"PK")
    province = browser_of(accounts.user((Role.OFFICER, supply.province())))
    assert "Kho quốc gia mẫu" not in text_of(province.get(f"{HOME}ton-kho/"))
    assert province.get(HOME, {"noi": "vn"}).status_code == 404


def test_an_officer_opens_a_depot_and_a_storekeeper_receives_from_outside(
    officer: Client, db: None
) -> None:
    given = told(noi="vn", name="Kho mới", address="1 Đường Mẫu", commune="1")
    assert officer.post(f"{HOME}kho/them/", given).status_code == 422
    commune = reference.commune().code
    for _ in range(2):
        assert officer.post(f"{HOME}kho/them/", given | {"commune": commune}).status_code == 302
    depot = Facility.stores.get(name="Kho mới")
    keeper = keeper_of(depot)
    assert "Kho mới" in text_of(keeper.get(HOME))
    assert f'href="{HOME}"' in text_of(keeper.get("/can-bo/"))
    delivery = told(
        vaccine="ASTRAZENECA", number="FK0777", expires_on=day(200), doses="5.000", moved_on=day()
    )
    page = f"/co-so/{depot.code}/kho/nhap/"
    assert keeper.post(page, delivery).status_code == 422
    shown = keeper.post(page, delivery | {"source": "gift", "giver": "Nước Mẫu"}, follow=True)
    assert "Viện trợ, tặng, Nước Mẫu" in text_of(shown)
    assert held(depot) == 5_000


def test_a_facility_sends_without_a_decision_and_says_why(
    browser: Client, provincial: Facility, lot: Lot
) -> None:
    facility = reference.facility()
    supply.sent(50, from_store=supply.depot(name="Kho quốc gia mẫu"), to_store=facility)
    browser.post(f"{HOME}chuyen-hang/{Consignment.objects.get().public_id}/", told())
    page = f"/co-so/{facility.code}/kho/xuat/"
    assert "Không có kho hoặc cơ sở nào khác" in text_of(browser.get(page, {"noi": "KHONG"}))
    response: Any = browser.get(page, {"noi": provincial.code.lower()})
    assert response["Location"] == f"{page}{provincial.code}/"
    form = told(sent_on=day(), expected_on=day(1), **{f"doses_{lot.public_id}": "20"})
    assert browser.post(response["Location"], form).status_code == 422
    again = browser.post(response["Location"], form | {"reason": "Điều chuyển"}, follow=True)
    assert "Điều chuyển" in text_of(again)
    assert held(facility) == 30


def test_a_recall_shows_every_level_and_tells_the_holders(
    officer: Client, national: Facility, provincial: Facility, lot: Lot
) -> None:
    facility = reference.facility()
    Facility.objects.filter(pk=facility.pk).update(contact_phone="0901234567")
    supply.sent(60, from_store=national, to_store=facility)
    page = f"/thu-hoi-lo/{lot.public_id}/"
    shown = text_of(officer.get(page))
    row = shown[shown.index("Trạm Y tế Bình Minh") :].partition("</tr>")[0]
    assert ">60<" in row and "Kho quốc gia 940, kho tỉnh 0, cơ sở 0" in shown
    assert "Kho quốc gia mẫu" in text_of(officer.get(f"{page}ban-in/"))
    lines = text_of(officer.get(f"{page}noi-giu.csv")).splitlines()
    assert sorted(line.partition(",")[0] for line in lines[1:]) == [facility.code, national.code]
    assert officer.get(f"{page}noi-giu.xlsx").content.startswith(b"PK")
    now = timezone.now()
    for _ in range(2):
        tell_holders(LotRecalled(lot_id=lot.pk, at=now))
    message = Message.objects.get(purpose="lot_recalled")
    assert (message.phone, message.values["code"]) == ("0901234567", facility.code)
