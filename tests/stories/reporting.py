"""How a report is sent, and how officers decide it."""

import re

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone
from tests.stories.waiting import until


def send_report(page: Page, phone: Phone, photo: bytes | None = None) -> str:
    """Send the form that is open; gives the tracking code that the sender is told."""
    if photo is not None:
        page.locator("input[type=file]").set_input_files(
            {"name": "phieu.jpg", "mimeType": "image/jpeg", "buffer": photo}
        )
    page.get_by_role("button", name="Gửi phản ánh").click()
    send_anyway(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận phản ánh")
    main = page.locator("main").inner_text()
    code = re.search(r"PA-[0-9A-Z]{4}-[0-9A-Z]{4}", main)
    assert code
    assert re.search(r"còn \d+ giờ", main), "the legal deadlines in hours"
    phone.told(code[0], "da nhan")
    return code[0]


TAKING_UP = re.compile("Nhận phản ánh này|Xử lý không chờ câu trả lời")


def send_anyway(page: Page) -> None:
    """Send a report whose photo a machine may find fault with."""
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(re.compile("Đã nhận phản ánh|Xem lại trước khi gửi"))
    if "Xem lại" in heading.inner_text():
        page.get_by_role("button", name="Vẫn gửi").click()


def take_up(page: Page, code: str) -> None:
    """Take a report up, whether the machine has asked its facility meanwhile or not."""
    open_case(page, code, "Chưa nhận", "Chờ cơ sở")
    page.get_by_role("button", name=TAKING_UP).click()
    expect(page.get_by_label("Căn cứ")).to_be_visible()


def open_case(page: Page, code: str, *tabs: str) -> None:
    """Find the report in the queue, page by page: under one of these tabs, it may move."""
    until(lambda: any(_is_under(page, code, tab) for tab in tabs), within=60)
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


def _is_under(page: Page, code: str, tab: str) -> bool:
    page.goto("/xu-ly/")
    follow(page, tab)
    while not page.get_by_role("link", name=code).count():
        if not page.get_by_role("link", name="Các phản ánh tiếp theo").count():
            return False
        follow(page, "Các phản ánh tiếp theo")
    return True


def follow(page: Page, link: str) -> None:
    """Go where a link leads, and be there."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).click()


def accept(page: Page, grounds: str) -> None:
    page.get_by_label("Khớp với phiếu xác nhận tiêm").check()
    page.get_by_label("Căn cứ").fill(grounds)
    page.get_by_role("button", name="Đồng ý với phản ánh").click()
