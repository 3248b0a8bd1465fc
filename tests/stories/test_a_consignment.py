"""Vaccine from the airport to a far station: decided, sent, short on arrival, recalled."""

import csv
import io
import re
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.stories import a_far_station as station
from tests.stories import looking
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

LOT: Final = "XA7001"
DECISION: Final = "4001/QĐ-BYT"
ORDER: Final = "901/QĐ-SYT"
PERSON: Final = "Giáp Văn Hòn"
LINES: Final = f"Mã nơi nhận;Tên nơi nhận;Số liều\n{station.CODE};{station.NAME};500\n"
TODAY: Final = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()


def test_vaccine_goes_from_the_country_to_a_station_and_is_recalled(
    open_window: Open, system: System
) -> None:
    system.program("tests.stories.a_far_station", "open")
    ministry, national, city, officer, clerk = (open_window() for _ in range(5))
    for page, username in (
        (ministry, "quantri"), (national, "thukhoqg"), (city, "thukho79"), (officer, "canbo1"),
        (clerk, station.CLERK),
    ):  # fmt: skip
        page.context.add_init_script(path=looking.AXE)
        sign_in(page, username)
    given_vaccine_came_into_the_country(national)
    when_the_ministry_decides(ministry)
    note = when_the_depot_sends(national, DECISION, "Kho vắc xin Thành phố Hồ Chí Minh", "5.000")
    then_the_city_receives_less(city, note)
    when_the_city_decides_by_sheet(officer)
    note = when_the_depot_sends(city, ORDER, station.NAME, "500")
    then_the_station_receives_all_by_one_touch(clerk, note)
    system.program("tests.stories.a_far_station", "dose", LOT, PERSON)
    when_the_lot_is_recalled(ministry)
    then_the_station_sees_it_and_whom_to_call(clerk)
    then_everything_adds_up(ministry, system)


def shown(page: Page) -> Locator:
    return page.locator("main")


def given_vaccine_came_into_the_country(page: Page) -> None:
    page.goto("/cung-ung/")
    page.get_by_role("link", name="Kho vắc xin quốc gia").click()
    page.get_by_role("link", name="Nhập từ bên ngoài").click()
    page.get_by_label("Nguồn").select_option(label="Viện trợ, tặng")
    page.get_by_label("Bên bán hoặc bên tặng").fill("Nước Mẫu")
    page.get_by_label("Vắc xin", exact=True).select_option("COMIRNATY")
    page.get_by_label("Số lô").fill(LOT)
    page.get_by_label("Hạn dùng").fill(f"{TODAY + timedelta(days=120):%d/%m/%Y}")
    page.get_by_label("Số liều").fill("8.000")
    page.get_by_role("button", name="Ghi nhập kho").click()
    expect(shown(page)).to_contain_text("Trên sổ còn 8.000 liều.")
    expect(shown(page)).to_contain_text("Viện trợ, tặng, Nước Mẫu")


def when_the_ministry_decides(page: Page) -> None:
    page.goto("/cung-ung/?noi=vn")
    assert looking.violations(page) == []
    page.get_by_role("link", name="Ghi quyết định phân bổ").click()
    page.get_by_label("Số quyết định").fill(DECISION)
    page.get_by_label("Người ký").fill("Thứ trưởng Mẫu")
    page.get_by_label("Vắc xin", exact=True).select_option("COMIRNATY")
    page.get_by_label("Số liều cho Kho vắc xin Thành phố Hồ Chí Minh").fill("5.000")
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(shown(page)).to_contain_text("Đã ghi quyết định.")


def when_the_depot_sends(page: Page, decision: str, goal: str, doses: str) -> str:
    """By the decision's line; the address of the note is returned."""
    page.goto("/cung-ung/")
    shown(page).locator("ul a").first.click()
    page.get_by_role("link", name="Xuất kho").first.click()
    page.get_by_role("link", name=f"Xuất {goal}, {decision}").click()
    lots = page.locator("#lots input")
    for place in range(lots.count()):
        lots.nth(place).fill("")
    page.get_by_label(f"Số liều xuất của lô {LOT}").fill(doses)
    page.get_by_role("button", name="Ghi xuất kho").click()
    expect(shown(page)).to_contain_text("Đã ghi xuất kho.")
    assert page.pdf(format="A4").startswith(b"%PDF")
    return page.url.partition("?")[0]


def then_the_city_receives_less(page: Page, note: str) -> None:
    page.goto("/co-so/KHO79/kho/")
    expect(page.locator("#coming")).to_contain_text(LOT)
    page.goto(note)
    assert looking.violations(page) == []
    page.get_by_role("link", name="Thiếu, vỡ hoặc mới nhận một phần").click()
    page.get_by_label(f"Số liều nhận được của lô {LOT}").fill("4.900")
    page.get_by_label(f"Số liều thiếu hoặc vỡ của lô {LOT}").fill("60")
    page.get_by_role("button", name="Ghi nhận hàng").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Hãy ghi lý do")
    page.get_by_label(f"Lý do thiếu hoặc vỡ của lô {LOT}").fill("Vỡ 10 lọ khi bốc dỡ")
    page.get_by_role("button", name="Ghi nhận hàng").click()
    expect(shown(page)).to_contain_text("Đã ghi. Còn 40 liều chưa đến.")
    page.get_by_role("button", name="Nhận đủ 40 liều").click()
    expect(shown(page)).to_contain_text("Chuyến hàng này đã xong.")


def when_the_city_decides_by_sheet(page: Page) -> None:
    page.goto("/cung-ung/quyet-dinh/ghi/")
    page.get_by_label("Số quyết định").fill(ORDER)
    page.get_by_label("Người ký").fill("Giám đốc Sở Mẫu")
    page.get_by_label("Vắc xin", exact=True).select_option("COMIRNATY")
    page.get_by_label(re.compile("Tệp phân bổ")).set_input_files(
        {"name": "phan-bo.csv", "mimeType": "text/csv", "buffer": LINES.encode()}
    )
    page.get_by_role("button", name="Ghi quyết định").click()
    expect(shown(page)).to_contain_text("Đã ghi quyết định.")
    expect(page.locator("#lines")).to_contain_text(station.NAME)


def then_the_station_receives_all_by_one_touch(page: Page, note: str) -> None:
    page.goto(f"/co-so/{station.CODE}/kho/")
    expect(page.locator("#planned")).to_contain_text(ORDER)
    page.locator("#coming a").click()
    assert page.url == note
    page.get_by_role("button", name="Nhận đủ 500 liều").click()
    expect(shown(page)).to_contain_text("Chuyến hàng này đã xong.")
    page.goto(f"/co-so/{station.CODE}/kho/")
    expect(page.locator("#lots")).to_contain_text(LOT)


def when_the_lot_is_recalled(page: Page) -> None:
    page.goto("/cung-ung/ton-kho/?noi=vn")
    page.get_by_role("link", name=LOT, exact=True).click()
    holders = page.locator("#holders")
    expect(holders.locator("tr", has_text="KHOQG")).to_contain_text("3.000")
    expect(holders.locator("tr", has_text="KHO79")).to_contain_text("4.440")
    far = holders.locator("tr", has_text=station.CODE).locator("td")
    assert far.all_inner_texts() == ["500", "0", "1"]
    page.get_by_label("Lý do").fill("Nhà sản xuất báo lỗi")
    page.get_by_role("button", name="Thu hồi lô này").click()
    expect(shown(page)).to_contain_text("Đang bị thu hồi")
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Tải danh sách nơi giữ (.csv)").click()
    lines = csv.DictReader(io.StringIO(sheet.value.path().read_text(encoding="utf-8-sig")))
    left = {line["Mã kho, cơ sở"]: line["Còn trong kho (liều)"] for line in lines}
    assert left == {"KHOQG": "3000", "KHO79": "4440", station.CODE: "500"}
    page.get_by_role("link", name="Bản in").click()
    expect(shown(page)).to_contain_text("Còn 7.940 liều trong các kho")


def then_the_station_sees_it_and_whom_to_call(page: Page) -> None:
    page.goto(f"/co-so/{station.CODE}/kho/")
    expect(shown(page)).to_contain_text("Cơ sở đã tiêm lô đang bị thu hồi.")
    page.get_by_role("link", name=f"Người đã tiêm lô {LOT}").first.click()
    expect(page.locator("#people")).to_contain_text(PERSON)


def then_everything_adds_up(page: Page, system: System) -> None:
    page.goto("/cung-ung/?noi=vn")
    with system.sql() as connection:
        told = connection.execute(SUMS).fetchone()
    assert told is not None
    received, there = told
    assert received == there
    assert "✓ stock against its movements" in system.command("check").stdout


SUMS: Final = """
SELECT sum(received), sum(used + wasted + in_store + in_transit) FROM supply_supplyday
WHERE path = 'vn'
"""
