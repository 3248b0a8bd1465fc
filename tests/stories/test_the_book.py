"""A mother without scripts: her child's book, the code at a door, and why it says 0 doses."""

import json
import re
from typing import Final

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

NUMBER: Final = "0905333444"
MOTHER, MOTHER_BORN = "Đặng Thị Khánh Ly", "09/02/1988"
CHILD, CHILD_BORN = "Phùng Đặng Minh Anh", "03/04/2016"
LOT: Final = "PF0455"


def test_a_mother_keeps_her_child_s_book_and_is_told_where_a_dose_is(
    system: System, open_window: Open
) -> None:
    told = json.loads(system.program("tests.stories.a_family"))
    page = open_window(width=360, java_script_enabled=False)
    phone = Phone(open_window(), NUMBER)
    look_up(page, phone, name=MOTHER, born=MOTHER_BORN, number=NUMBER)
    main = page.locator("main")
    expect(main).to_contain_text("Mũi tiếp theo")
    adds_her_child(page)
    opens_its_book(page)
    shows_the_code(page)
    asks_why(page, told["day"])
    sees_the_trace(page)
    officer_gives_and_ends(open_window(), told["elder"])
    the_child_is_somebody_s(page)


def adds_her_child(page: Page) -> None:
    page.get_by_role("link", name="Tôi và gia đình").click()
    page.get_by_role("link", name="Thêm con").click()
    page.get_by_label("Họ và tên").fill("Phùng Đặng Minh Ánh")
    page.get_by_label("Ngày sinh").fill(CHILD_BORN)
    page.get_by_label("Cha hoặc mẹ").check()
    page.get_by_role("button", name="Thêm con").click()
    expect(page.locator("main")).to_contain_text("Chưa thêm được")
    page.get_by_label("Họ và tên").fill(CHILD)
    page.get_by_role("button", name="Thêm con").click()
    expect(page.locator("main")).to_contain_text("từ đủ 7 tuổi cần đồng ý")
    page.get_by_label("Trẻ từ đủ 7 tuổi").check()
    page.get_by_role("button", name="Thêm con").click()
    expect(page.locator("main")).to_contain_text(f"Bạn giữ hồ sơ của {CHILD}")
    expect(page.locator("main")).to_contain_text("03/04/2034")


def opens_its_book(page: Page) -> None:
    page.get_by_role("button", name="Mở hồ sơ").click()
    expect(page.locator("body")).to_contain_text(f"Đang mở hồ sơ của {CHILD}")
    main = page.locator("main")
    expect(main).to_contain_text(LOT)
    expect(main).to_contain_text(re.compile(r"Mũi 2: từ \d\d/\d\d/\d{4}, nên tiêm trước"))
    expect(main).to_contain_text("Thẻ theo quy định hiện nay")
    expect(main).to_contain_text(re.compile("▲ Thẻ vàng|– Chưa có thẻ"))
    expect(main.get_by_role("link", name="Đăng ký tiêm")).to_be_visible()


def shows_the_code(page: Page) -> None:
    page.get_by_role("link", name="Đưa mã cho người kiểm tra").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CHILD)
    code = page.get_by_role("img", name="Mã QR của giấy chứng nhận")
    box = code.bounding_box()
    assert box
    assert box["width"] > 280  # nearly the whole of a phone's 360
    page.get_by_role("link", name="Hồ sơ đang mở").click()


def asks_why(page: Page, day: str) -> None:
    """The second dose is in the record of a name mistyped; the slip finds it, a guess does not."""
    page.get_by_role("link", name="Vì sao thiếu mũi?").click()
    page.get_by_label("Vắc xin").select_option("COMIRNATY")
    page.get_by_label("Ngày tiêm").fill(day)
    page.get_by_label("Nơi tiêm").fill("79001")
    page.get_by_role("button", name="Tìm xem mũi này ở đâu").click()
    expect(page.locator("main")).to_contain_text("Chưa thấy mũi nào khớp đủ với phiếu")
    page.get_by_label("Số lô").fill(LOT)
    page.get_by_role("button", name="Tìm xem mũi này ở đâu").click()
    expect(page.locator("main")).to_contain_text("Mũi này nằm trong một hồ sơ khác")
    page.get_by_role("link", name="Báo tôi còn một hồ sơ khác").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hồ sơ thứ hai")


def sees_the_trace(page: Page) -> None:
    page.goto("/so-tiem/nhat-ky/")
    expect(page.locator("main")).to_contain_text("Người giám hộ mở hồ sơ")
    expect(page.locator("main")).to_contain_text(f"Người giám hộ {MOTHER}")
    page.get_by_role("button", name="Về hồ sơ của tôi").click()
    expect(page.locator("main")).to_contain_text(MOTHER)


def officer_gives_and_ends(officer: Page, elder: dict[str, str]) -> None:
    """An adult's guardian brings a decision; the officer gives the right, and ends it again."""
    sign_in(officer, "canbo1")
    officer.get_by_role("link", name="Quyền giám hộ").click()
    officer.get_by_label("Họ và tên").fill(elder["name"])
    officer.get_by_label("Ngày sinh").fill(elder["born"])
    officer.get_by_label("Số CCCD hoặc CMND", exact=True).check()
    officer.get_by_label("Số điện thoại, hoặc số CCCD/CMND").fill(elder["cccd"])
    officer.get_by_role("button", name="Tìm hồ sơ").click()
    officer.get_by_label("Họ và tên người giám hộ").fill(MOTHER)
    officer.get_by_label("Ngày sinh người giám hộ").fill(MOTHER_BORN)
    officer.get_by_label("Số điện thoại", exact=True).check()
    officer.get_by_label("Số điện thoại, hoặc số CCCD/CMND").fill(NUMBER)
    officer.get_by_label("Giấy tờ đã xem").fill("Quyết định 12/QĐ-TA ngày 03/04/2026")
    officer.get_by_label("Quyền hết từ ngày").fill(elder["until"])
    officer.get_by_role("button", name="Cấp quyền giám hộ").click()
    expect(officer.locator("main")).to_contain_text("Đã cấp quyền giám hộ")
    officer.get_by_role("button", name="Chấm dứt quyền này").click()
    expect(officer.locator("main")).to_contain_text("Cán bộ đã chấm dứt")


def the_child_is_somebody_s(page: Page) -> None:
    """What the officer ended she no longer has; her child she keeps until she gives it back."""
    page.goto("/so-tiem/gia-dinh/")
    expect(page.get_by_role("button", name="Mở hồ sơ")).to_have_count(1)
    page.get_by_role("link", name="Thôi giữ hồ sơ này").click()
    page.get_by_role("button", name="Chấm dứt").click()
    expect(page.locator("main")).to_contain_text("Bạn chưa giữ hồ sơ của ai")
