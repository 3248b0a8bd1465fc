"""A facility announces itself, as its head does on a phone."""

import re
from typing import Final

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone

NAME: Final = "Phòng khám Đa khoa Hừng Đông"
HEAD: Final = "Lương Thị Hừng Mẫu"


def fill_in(page: Page) -> None:
    """Province, facility and licence, staff and conditions: the first pages."""
    page.goto("/cong-bo-co-so/")
    page.get_by_label("Cơ sở ở tỉnh, thành phố nào?").select_option("79")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Tên cơ sở").fill(NAME)
    page.get_by_label("Loại cơ sở").select_option("clinic")
    page.get_by_label("Phường, xã, đặc khu").select_option(index=2)
    page.get_by_label("Số nhà, đường").fill("5 Đường Bình Minh")
    page.get_by_label("Số giấy phép hoạt động").fill("0777/SYT-GPHĐ")
    page.get_by_label("Ngày cấp giấy phép").fill("15/03/2020")
    page.get_by_label("Nơi cấp giấy phép").fill("Sở Y tế Thành phố Hồ Chí Minh")
    page.get_by_label("Điện thoại của cơ sở").fill("028 3877 7777")
    page.get_by_label("Giờ tiêm chủng").fill("7:30–16:30")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Người phụ trách cơ sở").fill(HEAD)
    page.get_by_label("Chức danh").fill("Bác sĩ, phụ trách")
    page.get_by_label("Số bàn tiêm").fill("3")
    page.get_by_label("Nơi tập huấn về tiêm chủng").fill("CDC Thành phố")
    for label in ("Tủ lạnh", "Nhiệt kế", "Phích vắc xin", "Hộp cấp cứu phản vệ"):
        page.get_by_label(label).fill("1")
    page.get_by_label("Số nhân viên y tế").fill("4")
    page.get_by_label("đã được tập huấn").fill("3")
    for label in (
        "khu vực chờ",
        "tư vấn",
        "khu vực tiêm",
        "theo dõi sau",
        "bơm kim",
        "ít nhất hai lần",
    ):
        page.get_by_label(label).check()
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.locator("main")).to_contain_text("0777/SYT-GPHĐ, cấp ngày 15/03/2020")


def ask_for_code(page: Page, number: str) -> None:
    """Where the answer goes, and off it goes."""
    page.get_by_label("Điện thoại di động nhận kết quả").fill(number)
    page.get_by_label("Tôi cam đoan").check()
    page.get_by_role("button", name="Gửi công bố").click()


def give_code(page: Page, phone: Phone, before: list[str]) -> str:
    """The code that came to the phone; gives the code of the announcement."""
    page.get_by_label("Mã xác thực").fill(phone.code_after(before))
    page.get_by_role("button", name="Xác nhận").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận công bố")
    found = re.search(r"CB-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found
    return found[0]
