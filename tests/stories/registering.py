"""Registering to be vaccinated, as somebody does on a phone."""

import re
from typing import Final

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone

NAME: Final = "Đinh Thị Ngọc Trâm"
CARD: Final = f"079190004567||{NAME}|12051990|Nữ|7 Đường Sông Xanh|01012021"


def fill_in(page: Page, number: str, *, name: str = NAME, card: str = CARD) -> None:
    """For whom and where, the card's text, the rest by hand; then a code is asked for."""
    page.goto("/dang-ky/")
    page.get_by_label("Cho tôi", exact=True).check()
    page.get_by_label("tỉnh, thành phố nào").select_option("79")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Điền nhanh từ thẻ căn cước").click()
    page.get_by_label("Mã QR trên thẻ căn cước").fill(card)
    page.get_by_role("button", name="Điền giúp tôi").click()
    expect(page.get_by_label("Họ và tên")).to_have_value(name)
    finish(page, number)


def finish(page: Page, number: str) -> None:
    """What no card says, and off it goes."""
    page.get_by_label("Số điện thoại nhận lời mời").fill(number)
    page.get_by_label("Phường, xã, đặc khu đang ở").select_option(index=1)
    page.get_by_label("Nhóm ưu tiên").select_option("15")
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_role("button", name="Gửi đăng ký").click()


def give_code(page: Page, phone: Phone, before: list[str]) -> str:
    """The code that came to the phone; gives the code of the registration."""
    page.get_by_label("Mã xác thực").fill(phone.code_after(before))
    page.get_by_role("button", name="Hoàn tất đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận đăng ký")
    found = re.search(r"DK-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found
    return found[0]


# A camera that shows something, and a reader of codes that finds this card in it.
A_CAMERA: Final = """
navigator.mediaDevices.getUserMedia = async () => {
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d");
  setInterval(() => drawing.fillRect(0, 0, 9, 9), 50);
  return canvas.captureStream();
};
window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(seen) { return seen instanceof ImageData ? [] : [{ rawValue: window.shown ?? "" }]; }
};
"""
OLD_NUMBER: Final = "024123456"


def scan_card(page: Page) -> None:
    """Something that is no card first, then the card."""
    page.add_init_script(A_CAMERA)
    page.goto("/dang-ky/thong-tin/?cho=self&tinh=79")
    page.get_by_role("button", name="Quét thẻ bằng máy ảnh").click()
    expect(page.locator("[data-card] [role=status]")).to_contain_text("không phải mã QR của thẻ")
    card = CARD.replace("||", f"|{OLD_NUMBER}|")
    page.evaluate("card => { window.shown = card; }", card)
    expect(page.get_by_label("Họ và tên")).to_have_value(NAME)
    expect(page.get_by_label("Ngày sinh")).to_have_value("12/05/1990")
    expect(page.get_by_label("Nữ", exact=True)).to_be_checked()
    expect(page.get_by_label("Số CCCD hoặc CMND")).to_have_value("079190004567")
    expect(page.get_by_label("Số CMND cũ")).to_have_value(OLD_NUMBER)
    expect(page.get_by_label("Số nhà, đường")).to_have_value("7 Đường Sông Xanh")
    expect(page.locator("video")).to_be_hidden()
