"""A facility's whole day: planned, two clerks at work, one offline for a while, balanced."""

from typing import Final

from playwright.sync_api import Page, expect

from sotiem.sample.stock import LATEST
from tests.stories import looking
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.system import System
from tests.stories.waiting import until

DAYS: Final = "/co-so/79001/buoi-tiem/"
VACCINE: Final = """
SELECT vaccine.code FROM supply_lot lot JOIN vaccines_vaccine vaccine ON vaccine.id = lot.vaccine_id
WHERE lot.number = %s
"""
RECORDED: Final = """
SELECT count(*) FROM campaigns_entry entry
JOIN campaigns_vaccinationsession session ON session.id = entry.session_id
WHERE entry.dose_id IS NOT NULL AND entry.withdrawn_at IS NULL AND session.place = 'Sân trường'
"""


def test_a_day_from_plan_to_zero_balance(system: System, open_window: Open) -> None:
    first, second = open_window(), open_window()
    sign_in(first, "nhaplieu")
    sign_in(second, "tiepdon")
    board = given_a_plan(first, system)
    when_the_day_begins(first, board)
    when_one_clerk_records_at_the_desk(first, board)
    when_the_other_loses_the_network(second, board)
    assert recorded(system) == 2
    then_the_balance_names_what_is_missing(first, board)
    then_the_day_is_closed_at_zero(first, board)
    head = open_window()
    sign_in(head, "phutrach")
    then_the_head_confirms(head, board)


def recorded(system: System) -> int:
    with system.sql() as connection:
        found = connection.execute(RECORDED).fetchone()
    assert found is not None
    return int(found[0])


def given_a_plan(page: Page, system: System) -> str:
    with system.sql() as connection:
        found = connection.execute(VACCINE, [LATEST]).fetchone()
    assert found is not None
    page.goto(DAYS)
    page.get_by_role("link", name="Lập kế hoạch buổi tiêm").click()
    page.get_by_label("Địa điểm").fill("Sân trường")
    page.get_by_label("Vắc xin", exact=True).select_option(found[0])
    page.get_by_label(LATEST).check()
    page.get_by_label("Khung giờ và số người mỗi khung").fill("7:30 5\n13:30 5")
    page.get_by_role("button", name="Lưu kế hoạch").click()
    expect(page.locator("main")).to_contain_text("Danh sách chưa có ai.")
    return page.url


def when_the_day_begins(page: Page, board: str) -> None:
    page.get_by_role("button", name="Mở buổi tiêm").click()
    page.get_by_role("link", name="Thêm người được mời").click()
    page.get_by_label("Danh sách người được mời").fill(
        "Ngô Thị Mai; 11/02/1983; nữ; 0909000001; 079183005555\n"
        "Tạ Văn Sơn; 21/03/1979; nam; 0909000002; 079079006666\n"
        "Đinh Thị Lụa; 1950; nữ; 0909000003"
    )
    page.get_by_role("button", name="Thêm vào danh sách").click()
    page.context.add_init_script(path=looking.AXE)
    page.reload()
    assert looking.violations(page) == []
    when_the_board_is_worked_by_keyboard(page)
    page.goto(f"{board}can-doi/")
    page.get_by_label("Số liều").fill("4")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đã rút 4, đã ghi 0")
    assert looking.violations(page) == []


def when_the_board_is_worked_by_keyboard(page: Page) -> None:
    """Mai is checked in by keys alone; Lụa has a fever and is postponed."""
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("mai")
    page.keyboard.press("Enter")
    expect(page.locator("[data-board-person]")).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("[data-board-person]")).to_contain_text("Đã đến")
    page.goto(page.url.split("?")[0])
    old = page.locator("[data-board-person]", has_text="Đinh Thị Lụa")
    old.get_by_role("link", name="Hoãn tiêm").click()
    page.get_by_label("Đang sốt").check()
    page.get_by_role("button", name="Hoãn tiêm").click()
    expect(page.locator("[data-board-person]", has_text="Đinh Thị Lụa")).to_contain_text("Đang sốt")


def when_one_clerk_records_at_the_desk(page: Page, board: str) -> None:
    page.goto(f"{board}?nhom=den")
    page.get_by_role("link", name="Ghi mũi này").first.click()
    page.wait_for_selector("html[data-entry-ready]")
    expect(page.get_by_label("Họ và tên")).to_have_value("Ngô Thị Mai")
    expect(page.locator("[data-found]")).to_contain_text("hồ sơ mới")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-outcome]")).to_contain_text("Đã ghi: Ngô Thị Mai")


def when_the_other_loses_the_network(page: Page, board: str) -> None:
    page.goto(f"{board}mui/")
    page.wait_for_selector("html[data-entry-ready]")
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"))
    queue = page.locator("[data-queue]")
    page.context.set_offline(True)
    page.get_by_label("Họ và tên").fill("Tạ Văn Sơn")
    page.get_by_label("Ngày sinh").fill("21/03/1979")
    page.get_by_label("Điện thoại").fill("0909000002")
    page.keyboard.press("Control+Enter")
    expect(queue).to_contain_text("1 mũi đang chờ gửi")
    page.context.set_offline(False)
    expect(queue).to_contain_text("Đã gửi hết")


def then_the_balance_names_what_is_missing(page: Page, board: str) -> None:
    page.goto(f"{board}can-doi/")
    expect(page.locator("main")).to_contain_text("Còn thiếu 2 mũi.")
    page.get_by_role("button", name="Đóng buổi tiêm").click()
    expect(page.locator("main")).to_contain_text("Còn thiếu 2 mũi so với số liều đã rút")


def then_the_day_is_closed_at_zero(page: Page, board: str) -> None:
    for what, doses, reason in (("Hủy, hỏng", "1", "Vỡ lọ"), ("Trả lại kho", "1", "")):
        page.goto(f"{board}can-doi/")
        page.get_by_label(what).check()
        page.get_by_label("Số liều").fill(doses)
        page.get_by_label("Lý do (khi hủy)").fill(reason)
        page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("main")).to_contain_text("Số liều đã khớp.")
    page.get_by_role("button", name="Đóng buổi tiêm").click()
    expect(page.locator("main")).to_contain_text("Đã đóng, chờ xác nhận")


def then_the_head_confirms(page: Page, board: str) -> None:
    page.goto("/co-so/")
    page.goto(f"{board}can-doi/")
    page.get_by_role("button", name="Xác nhận số liệu trong ngày").click()
    expect(page.locator("main")).to_contain_text("Đã xác nhận lúc")
