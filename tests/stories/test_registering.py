"""Somebody registers with a cheap phone; the province gives her to a facility; she sees it."""

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone, sign_in
from tests.stories.conftest import Open
from tests.stories.registering import NAME, fill_in, finish, give_code

NUMBER = "0905777888"


def test_one_registers_without_scripts_and_sees_who_holds_the_list(open_window: Open) -> None:
    page = open_window(width=360, java_script_enabled=False)
    phone = Phone(open_window(), NUMBER)
    before = phone.messages()
    fill_in(page, NUMBER)
    code = give_code(page, phone, before)
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
    give_code(page, phone, before)
    expect(page.locator("main")).to_contain_text("Người này đã được đăng ký trước đó")
    assert code not in page.content()


def leave(page: Page, code: str) -> None:
    page.goto(f"/dang-ky/cua-toi/{code}/")
    page.get_by_role("link", name="Rút đăng ký").click()
    page.get_by_label("Đã chuyển đi nơi khác").check()
    page.get_by_role("button", name="Rút đăng ký").click()
    expect(page.locator("main")).to_contain_text("Đã rút đăng ký")
