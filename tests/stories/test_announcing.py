"""A facility announces itself without scripts; it is asked, published, found, suspended."""

import re

from playwright.sync_api import Page, expect

from tests.factories.announcements import pdf
from tests.stories import announcing
from tests.stories.announcing import HEAD, NAME
from tests.stories.browsing import Phone, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

NUMBER = "0906111222"


def test_a_facility_announces_itself_and_is_published(system: System, open_window: Open) -> None:
    page = open_window(width=360, java_script_enabled=False)
    phone = Phone(open_window(), NUMBER)
    before = phone.messages()
    announcing.fill_in(page)
    announcing.ask_for_code(page, NUMBER)
    code = announcing.give_code(page, phone, before)
    page.get_by_label("Thêm giấy phép").set_input_files(
        {"name": "giay-phep.pdf", "mimeType": "application/pdf", "buffer": b"MZ"}
    )
    page.get_by_role("button", name="Thêm tài liệu").click()
    expect(page.locator("main")).to_contain_text("không phải PDF hay ảnh JPEG")
    officer = open_window()
    sign_in(officer, "canbo1")
    asked(officer, code)
    phone.told(code, "can bo sung")
    answered(page, code)
    facility = published(officer, code)
    phone.told(code, "dang cong khai")
    found(open_window(), facility)
    suspended(officer, facility)
    phone.told(facility, "dinh chi")
    stranger = open_window()
    stranger.goto("/co-so-tiem-chung/?ten=dong+hung")
    expect(stranger.locator("main")).to_contain_text("Đang bị đình chỉ từ")
    lifted(officer, facility)
    stranger.reload()
    expect(stranger.locator("main")).not_to_contain_text("Đang bị đình chỉ từ")


def answer(officer: Page, code: str, choice: str, words: str) -> None:
    officer.goto("/can-bo/cong-bo/")
    officer.get_by_role("link", name=code).click()
    officer.get_by_label(choice).check()
    officer.get_by_label("Điều cần bổ sung, lý do hoặc ghi chú").fill(words)
    officer.get_by_role("button", name="Trả lời cơ sở").click()


def asked(officer: Page, code: str) -> None:
    """The officer lacks a paper, and says so."""
    answer(officer, code, "Yêu cầu bổ sung", "")
    expect(officer.locator("main")).to_contain_text("Hãy ghi rõ điều cần bổ sung")
    answer(officer, code, "Yêu cầu bổ sung", "Xin gửi giấy phép hoạt động.")
    expect(officer.locator("main")).to_contain_text("Sở Y tế cần bổ sung")


def answered(page: Page, code: str) -> None:
    """The head adds the paper, changes a page, and sends it again."""
    page.goto(f"/cong-bo-co-so/cua-toi/{code}/")
    expect(page.locator("main")).to_contain_text("Xin gửi giấy phép hoạt động.")
    page.get_by_label("Thêm giấy phép").set_input_files(
        {"name": "giay-phep.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    page.get_by_role("button", name="Thêm tài liệu").click()
    expect(page.locator("main")).to_contain_text("Đã nhận tài liệu.")
    page.get_by_role("button", name="Sửa, trả lời và gửi lại").click()
    page.get_by_label("Giờ tiêm chủng").fill("7:00–17:00")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Trả lời Sở Y tế").fill("Đã gửi giấy phép.")
    page.get_by_role("button", name="Gửi lại cho Sở Y tế").click()
    expect(page.locator("main")).to_contain_text("chờ Sở Y tế trả lời")


def published(officer: Page, code: str) -> str:
    """The officer sees the answer and the papers, and publishes; gives the facility's code."""
    officer.goto(f"/can-bo/cong-bo/{code}/")
    expect(officer.locator("main")).to_contain_text("Đã gửi giấy phép.")
    expect(officer.locator("main")).to_contain_text("Mọi mục đều đạt")
    answer(officer, code, "Chấp nhận và đăng công khai", "")
    main = officer.locator("main")
    expect(main).to_contain_text("Đã đăng công khai")
    shown = re.search(r"Mã cơ sở\s+(79\d{3})", main.inner_text())
    assert shown
    return shown[1]


def found(page: Page, facility: str) -> None:
    """Anybody finds it, without marks and in any order of words, by the place's old name too."""
    page.goto("/")
    page.get_by_role("link", name="Các cơ sở tiêm chủng", exact=True).first.click()
    page.get_by_label("Tên hoặc mã cơ sở").fill("dong hung")
    page.get_by_label("Ở đâu").fill("tp hcm")
    page.get_by_role("button", name="Tìm").click()
    row = page.get_by_role("row", name=NAME)
    expect(row).to_contain_text(HEAD)
    row.get_by_role("link", name=NAME).click()
    expect(page.locator("main")).to_contain_text("7:00–17:00")
    expect(page.locator("main")).to_contain_text(facility)
    assert NUMBER not in page.content()


def suspended(officer: Page, facility: str) -> None:
    officer.goto(f"/can-bo/co-so/{facility}/")
    officer.get_by_label("Lý do", exact=True).fill("Mất điện kéo dài")
    officer.get_by_role("button", name="Ghi quyết định").click()
    expect(officer.locator("main")).to_contain_text("Đang bị đình chỉ từ")


def lifted(officer: Page, facility: str) -> None:
    officer.goto(f"/can-bo/co-so/{facility}/")
    officer.get_by_label("Lý do bỏ đình chỉ").fill("Đã có máy phát")
    officer.get_by_role("button", name="Bỏ đình chỉ").click()
    expect(officer.locator("main")).to_contain_text("Đang hoạt động")
