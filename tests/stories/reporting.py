"""How a report is sent, and how officers decide it."""

import re

from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone


def send_report(page: Page, phone: Phone, photo: bytes | None = None) -> str:
    """Send the form that is open; gives the tracking code that the sender is told."""
    if photo is not None:
        page.locator("input[type=file]").set_input_files(
            {"name": "phieu.jpg", "mimeType": "image/jpeg", "buffer": photo}
        )
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận phản ánh")
    main = page.locator("main").inner_text()
    code = re.search(r"PA-[0-9A-Z]{4}-[0-9A-Z]{4}", main)
    assert code
    assert re.search(r"còn \d+ giờ", main), "the legal deadlines in hours"
    phone.told(code[0], "da nhan")
    return code[0]


def take_up(page: Page, code: str) -> None:
    open_case(page, code, "Chưa nhận")
    page.get_by_role("button", name="Nhận phản ánh này").click()
    expect(page.get_by_label("Căn cứ")).to_be_visible()


def open_case(page: Page, code: str, tab: str) -> None:
    """Find the report in the queue, page by page."""
    page.goto("/xu-ly/")
    follow(page, tab)
    while not page.get_by_role("link", name=code).count():
        follow(page, "Các phản ánh tiếp theo")
    page.get_by_role("link", name=code).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(code)


def follow(page: Page, link: str) -> None:
    """Go where a link leads, and be there."""
    with page.expect_navigation():
        page.get_by_role("link", name=link).click()


def accept(page: Page, grounds: str) -> None:
    page.get_by_label("Khớp với phiếu xác nhận tiêm").check()
    page.get_by_label("Căn cứ").fill(grounds)
    page.get_by_role("button", name="Đồng ý với phản ánh").click()
