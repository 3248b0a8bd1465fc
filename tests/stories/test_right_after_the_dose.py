"""Right after the dose: she says wrong on her phone, the team mends it, she says right; in the
evening she is unwell, is told where to call, and sees who was told and what was done."""

import re
from datetime import timedelta
from typing import Final

from django.utils import timezone
from playwright.sync_api import Page, expect

from sotiem.sample.stock import LATEST
from tests.stories import looking
from tests.stories.browsing import Phone, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

NAME: Final = "Mạc Thị Diễm"
NUMBER: Final = "0909700321"


def test_wrong_is_mended_on_the_spot_and_a_reaction_is_followed(
    system: System, open_window: Open
) -> None:
    board = system.program("tests.stories.a_day_open").strip()
    clerk, phone = open_window(), Phone(open_window(), NUMBER)
    hers = open_window(360)
    sign_in(clerk, "nhaplieu")
    given_a_dose(clerk, board)
    link = then_her_phone_has_the_link(phone)
    when_she_says_wrong(hers, link)
    then_the_team_mends_it(clerk, board)
    then_she_says_right(hers, link)
    clerk.goto(board)
    expect(clerk.locator("#readbacks")).to_contain_text("1 đúng, 0 sai, 0 chưa trả lời")
    when_she_is_unwell(hers, link)
    officer = open_window()
    sign_in(officer, "canbo1")
    then_the_officer_sees_it_first(officer)
    when_the_facility_calls_her(clerk)
    then_she_sees_what_was_done(hers, link)
    then_a_phone_without_scripts_is_told_to_call(open_window(360, java_script_enabled=False), link)


def given_a_dose(page: Page, board: str) -> None:
    page.goto(f"{board}mui/")
    page.wait_for_selector("html[data-entry-ready]")
    page.get_by_label("Họ và tên").fill(NAME)
    page.get_by_label("Ngày sinh").fill("12/08/1991")
    page.get_by_label("Điện thoại").fill(NUMBER)
    page.get_by_label("Số lô").fill(LATEST)
    given_at = timezone.localtime() - timedelta(minutes=1)
    page.get_by_label("Giờ tiêm").fill(f"{given_at:%H:%M}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-outcome]")).to_contain_text(f"Đã ghi: {NAME}")


def then_her_phone_has_the_link(phone: Phone) -> str:
    told = phone.told("Dung hoac Sai")
    assert NAME not in told
    found = re.search(r"/xn/[0-9A-Z]{16}", told)
    assert found
    return f"{found[0]}/"


def when_she_says_wrong(page: Page, link: str) -> None:
    page.context.add_init_script(path=looking.AXE)
    page.goto(link)
    expect(page.locator("main")).to_contain_text(NAME)
    assert looking.violations(page) == []
    page.get_by_role("button", name="Sai", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bạn đã báo có chỗ sai")
    page.get_by_label("Ngày sinh").first.check()
    page.get_by_role("button", name="Gửi thêm").click()
    expect(page.locator("main")).to_contain_text("Bạn báo sai: Ngày sinh")
    assert looking.violations(page) == []
    assert looking.sideways(page) == []


def then_the_team_mends_it(page: Page, board: str) -> None:
    page.goto(board)
    hers = page.locator("[data-board-person]", has_text=NAME)
    expect(hers).to_contain_text("Báo sai")
    hers.get_by_role("link", name="Sửa tại chỗ").click()
    expect(page.locator("main")).to_contain_text("Người được tiêm báo sai: Ngày sinh")
    page.get_by_label("Ngày sinh", exact=True).fill("12/08/1990")
    page.get_by_role("button", name="Sửa, rồi hỏi lại").click()
    expect(page.locator("[data-board-person]", has_text=NAME)).to_contain_text("Đã sửa")


def then_she_says_right(page: Page, link: str) -> None:
    page.goto(link)
    expect(page.locator("#entry ins")).to_have_text("12/08/1990")
    page.get_by_role("button", name="Đúng", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bạn đã xác nhận là đúng")


def when_she_is_unwell(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("link", name="Báo phản ứng").click()
    hotline = page.get_by_role("link", name="Gọi 115")
    expect(hotline).to_be_hidden()
    page.get_by_label("Khó thở, thở khò khè").check()
    expect(hotline).to_be_visible()
    page.get_by_label("Buồn nôn, tiêu chảy").check()
    page.get_by_role("button", name="Gửi báo cáo").click()
    expect(page.locator("main")).to_contain_text("Ai đã được báo")
    expect(hotline).to_be_visible()
    assert looking.violations(page) == []
    assert looking.sideways(page) == []


def then_the_officer_sees_it_first(page: Page) -> None:
    page.goto("/can-bo/phan-ung/")
    first = page.locator("#open tbody tr").first
    expect(first).to_contain_text("Khẩn cấp")
    expect(page.locator("main")).not_to_contain_text(NAME)
    page.goto("/can-bo/phan-ung/so-lieu/")
    expect(page.locator("#vaccines")).to_contain_text("Dị ứng")


def when_the_facility_calls_her(page: Page) -> None:
    page.goto("/co-so/79001/phan-ung/")
    page.get_by_role("link", name=re.compile("Khó thở.*Buồn nôn")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    page.get_by_label("Đã chuyển đến bệnh viện").check()
    page.get_by_label("Ghi chú").fill("Xe cấp cứu đã đón")
    page.get_by_role("button", name="Ghi", exact=True).click()
    expect(page.locator("main")).to_contain_text("Xe cấp cứu đã đón")


def then_she_sees_what_was_done(page: Page, link: str) -> None:
    page.goto(f"{link}phan-ung/")
    expect(page.locator("main")).to_contain_text("Xe cấp cứu đã đón")
    expect(page.locator("main")).to_contain_text("Phải nằm viện")


def then_a_phone_without_scripts_is_told_to_call(page: Page, link: str) -> None:
    page.goto(f"{link}phan-ung/")
    page.get_by_label("Co giật").check()
    page.get_by_role("button", name="Gửi thêm").click()
    expect(page.locator("main > *").first).to_contain_text("Gọi 115")
