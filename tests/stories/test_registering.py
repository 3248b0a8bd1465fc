"""Somebody registers with a cheap phone; the province gives her to a facility; she sees it."""

import re

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone, sign_in
from tests.stories.conftest import Open

NAME, NUMBER = "Đinh Thị Ngọc Trâm", "0905777888"
CARD = f"079190004567||{NAME}|12051990|Nữ|7 Đường Sông Xanh|01012021"


def test_one_registers_without_scripts_and_sees_who_holds_the_list(open_window: Open) -> None:
    page = open_window(width=360, java_script_enabled=False)
    phone = Phone(open_window(), NUMBER)
    code = registered(page, phone)
    main = page.locator("main")
    expect(main).to_contain_text("Đã nhận, chờ duyệt")
    expect(main).to_contain_text("Thành phố Hồ Chí Minh")
    again_from_another_phone(open_window, code)
    officer = open_window()
    sign_in(officer, "canbo1")
    officer.goto("/can-bo/dang-ky/79/?nhom=15")
    row = officer.get_by_role("row", name=code)
    expect(row).to_contain_text(NAME)
    expect(officer.get_by_role("row", name=NAME)).to_have_count(1)
    officer.get_by_role("button", name="Duyệt nhóm 15").click()
    expect(officer.locator("main")).to_contain_text("Đã duyệt")
    officer.goto("/can-bo/dang-ky/79/?nhom=15")
    officer.get_by_label("Cơ sở tiêm chủng").fill("79001")
    officer.get_by_label("Số người").fill("1000")
    officer.get_by_role("button", name="Giao cho cơ sở").click()
    expect(officer.locator("main")).to_contain_text("Đã giao")
    phone.told(code, "da chuyen den co so")
    stranger = open_window()
    stranger.goto(f"/dang-ky/tra-cuu/{code}")
    expect(stranger.locator("main")).to_contain_text("Đã giao cho cơ sở tiêm")
    assert NAME not in stranger.content()
    leave(page, code)


def registered(page: Page, phone: Phone) -> str:
    """For whom, the card's text, the rest by hand, and the code of the message."""
    page.goto("/dang-ky/")
    page.get_by_label("Cho tôi", exact=True).check()
    page.get_by_label("tỉnh, thành phố nào").select_option("79")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_text("Điền nhanh từ thẻ căn cước").click()
    page.get_by_label("Mã QR trên thẻ căn cước").fill(CARD)
    page.get_by_role("button", name="Điền giúp tôi").click()
    expect(page.get_by_label("Họ và tên")).to_have_value(NAME)
    before = phone.messages()
    finish(page, NUMBER)
    page.wait_for_url("**/dang-ky/ma-xac-thuc/")
    sent = re.search(r"\d{6}", phone.next_after(before))
    assert sent
    page.get_by_label("Mã xác thực").fill(sent[0])
    page.get_by_role("button", name="Hoàn tất đăng ký").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận đăng ký")
    found = re.search(r"DK-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def finish(page: Page, number: str) -> None:
    page.get_by_label("Số điện thoại nhận lời mời").fill(number)
    page.get_by_label("Phường, xã, đặc khu đang ở").select_option(index=1)
    page.get_by_label("Nhóm ưu tiên").select_option("15")
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_role("button", name="Gửi đăng ký").click()


def again_from_another_phone(open_window: Open, code: str) -> None:
    """Her daughter registers her too: nobody is refused, and nobody waits twice."""
    page, phone = open_window(), Phone(open_window(), "0905777999")
    page.goto("/dang-ky/thong-tin/?cho=parent&tinh=79")
    page.get_by_label("Họ và tên").fill(NAME)
    page.get_by_label("Ngày sinh").fill("12/05/1990")
    page.get_by_label("Nữ", exact=True).check()
    page.get_by_label("Số CCCD hoặc CMND").fill("079190004567")
    before = phone.messages()
    finish(page, "0905777999")
    page.wait_for_url("**/dang-ky/ma-xac-thuc/")
    sent = re.search(r"\d{6}", phone.next_after(before))
    assert sent
    page.get_by_label("Mã xác thực").fill(sent[0])
    page.get_by_role("button", name="Hoàn tất đăng ký").click()
    expect(page.locator("main")).to_contain_text("Người này đã được đăng ký trước đó")
    assert code not in page.content()


def leave(page: Page, code: str) -> None:
    page.goto(f"/dang-ky/cua-toi/{code}/")
    page.get_by_role("link", name="Rút đăng ký").click()
    page.get_by_label("Đã chuyển đi nơi khác").check()
    page.get_by_role("button", name="Rút đăng ký").click()
    expect(page.locator("main")).to_contain_text("Đã rút đăng ký")
