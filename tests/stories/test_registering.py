"""Somebody registers with a cheap phone; the province gives her to a facility; she sees it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from sotiem.sample.stock import LATEST
from tests.stories.browsing import Phone, sign_in
from tests.stories.conftest import Open
from tests.stories.registering import NAME, fill_in, finish, give_code, scan_card
from tests.stories.system import System

NUMBER = "0905777888"


VACCINE = """
SELECT vaccine.code FROM supply_lot lot JOIN vaccines_vaccine vaccine ON vaccine.id = lot.vaccine_id
WHERE lot.number = %s
"""


def test_one_registers_without_scripts_and_sees_who_holds_the_list(
    system: System, open_window: Open
) -> None:
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
    invited(open_window(), system)
    comes(page, code)
    leave(page, code)


def test_the_camera_fills_in_what_the_card_says(open_window: Open) -> None:
    scan_card(open_window(width=360))


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


def invited(clerk: Page, system: System) -> None:
    """The facility plans a morning and fills it from its list."""
    sign_in(clerk, "nhaplieu")
    clerk.goto("/co-so/79001/buoi-tiem/lap/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    clerk.get_by_label("Ngày tiêm").fill(f"{tomorrow:%d/%m/%Y}")
    with system.sql() as connection:
        found = connection.execute(VACCINE, [LATEST]).fetchone()
    assert found is not None
    clerk.get_by_label("Vắc xin", exact=True).select_option(found[0])
    clerk.get_by_label(LATEST).check()
    clerk.get_by_label("Khung giờ và số người mỗi khung").fill("8:00 40")
    clerk.get_by_role("button", name="Lưu kế hoạch").click()
    clerk.get_by_role("link", name="Mời từ danh sách đăng ký").click()
    clerk.get_by_role("button", name="Bắt đầu mời").click()
    expect(clerk.locator("main")).to_contain_text("Đã mời")


def comes(page: Page, code: str) -> None:
    page.goto(f"/dang-ky/cua-toi/{code}/")
    expect(page.locator("main")).to_contain_text("Được mời tiêm, chờ bạn trả lời")
    page.get_by_role("button", name="Tôi sẽ đến").click()
    expect(page.locator("main")).to_contain_text("Bạn đã báo sẽ đến")


def leave(page: Page, code: str) -> None:
    page.goto(f"/dang-ky/cua-toi/{code}/")
    page.get_by_role("link", name="Rút đăng ký").click()
    page.get_by_label("Đã chuyển đi nơi khác").check()
    page.get_by_role("button", name="Rút đăng ký").click()
    expect(page.locator("main")).to_contain_text("Đã rút đăng ký")
