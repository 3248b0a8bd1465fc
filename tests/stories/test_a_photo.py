"""A blurred photo is told before it is sent, and one photo under two names is found."""

import re
from typing import Final

from playwright.sync_api import FilePayload, Page, expect

from benchmarks.slips.drawing import Damage, photo
from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.reporting import open_case

BLURRED: Final[FilePayload] = {
    "name": "phieu.jpg",
    "mimeType": "image/jpeg",
    "buffer": photo(damage=Damage(blurred=6.0)),
}
REVIEW: Final = "Xem lại trước khi gửi"


def test_a_blurred_photo_is_told_and_sent_anyway_and_an_officer_sees_who_else_sent_it(
    open_window: Open,
) -> None:
    first = told_before_sending(open_window, "Đặng Thị Kim Thoa", "0905111222")
    second = told_while_choosing(open_window, "Đỗ Văn Mạnh", "0905111333")
    officer = open_window()
    sign_in(officer, "canbo1")
    open_case(officer, second, "Chưa nhận")
    main = officer.locator("main")
    expect(main).to_contain_text("Người gửi đã được báo:")
    expect(main).to_contain_text("Ảnh có vẻ bị mờ.")
    expect(main).to_contain_text("còn có trong phản ánh về người khác (1 phản ánh).")
    officer.get_by_role("link", name=first).click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text(first)
    expect(officer.locator("main")).to_contain_text(second)


def told_before_sending(open_window: Open, name: str, number: str) -> str:
    """Without scripts: the page before sending, back to the form, and sent as it is."""
    page = open_window(width=360, java_script_enabled=False)
    fill_in(page, Phone(open_window(), number), name, number)
    page.locator("input[type=file]").set_input_files(BLURRED)
    page.get_by_role("button", name="Gửi phản ánh").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_contain_text(REVIEW)
    expect(page.locator("main")).to_contain_text("Ảnh có vẻ bị mờ.")
    expect(page.locator("main img")).to_have_js_property("complete", True)
    page.get_by_role("button", name="Sửa lại hoặc chọn ảnh khác").click()
    expect(page.get_by_label("Họ và tên")).to_have_value(name)
    page.get_by_role("button", name="Gửi phản ánh").click()
    return code_of(page)


def told_while_choosing(open_window: Open, name: str, number: str) -> str:
    """With scripts: told beside the photo, then sent without a further page."""
    page = open_window()
    fill_in(page, Phone(open_window(), number), name, number)
    page.locator("input[type=file]").set_input_files(BLURRED)
    expect(page.locator("#photo-check")).to_contain_text("Ảnh có vẻ bị mờ.")
    page.get_by_role("button", name="Gửi phản ánh").click()
    return code_of(page)


def fill_in(page: Page, phone: Phone, name: str, number: str) -> None:
    look_up(page, phone, name=name, born="17/03/1985", number=number)
    page.goto("/so-tiem/bao-chua-co/")
    page.get_by_label("Họ và tên").fill(name)
    page.get_by_label("Ngày sinh").fill("17/03/1985")
    page.get_by_label("Tỉnh, thành phố").select_option("79")
    page.get_by_label("Vắc xin").select_option("ASTRAZENECA")
    page.get_by_label("Ngày tiêm").fill("05/08/2021")
    page.get_by_label("Nơi tiêm").fill("Trạm Y tế phường Bến Nghé")


def code_of(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã nhận phản ánh")
    found = re.search(r"PA-[0-9A-Z]{4}-[0-9A-Z]{4}", page.locator("main").inner_text())
    assert found
    return found[0]
