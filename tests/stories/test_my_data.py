"""She takes all that is kept of her, and asks to have it deleted; a letter answers."""

import io
import json
import re
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, expect

from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

NAME, BORN, NUMBER, CCCD = "Vương Thị Riêng Tư", "02/03/1991", "0905444003", "079191004455"


def test_all_of_my_data_and_a_letter_that_deletes_some_of_it(
    system: System, open_window: Open
) -> None:
    system.program("tests.stories.a_recent_dose", "20", NAME, "1991-03-02", NUMBER, CCCD)
    page = open_window(width=360, java_script_enabled=False)
    look_up(page, Phone(open_window(), NUMBER), name=NAME, born=BORN, number=NUMBER)
    page.get_by_role("link", name="Dữ liệu của tôi").click()
    told = json.loads(taken(page, "Tải bản cho máy (JSON)"))
    assert told["patient"][0]["versions"][0]["identifier"]["cccd"] == CCCD
    text = words_of(taken(page, "Tải bản để đọc (PDF)"))
    assert NAME in text
    assert told["immunization"][0]["versions"][0]["lotNumber"] in text
    with_address(page)
    code = asked(page)
    officer = open_window()
    sign_in(officer, "canbo1")
    number = answered(officer, code)
    Phone(open_window(), NUMBER).told(code, "cong van tra loi")
    page.goto(f"/so-tiem/du-lieu-cua-toi/yeu-cau/{code}/")
    expect(page.locator("main")).to_contain_text(number)
    letter = words_of(taken(page, "Tải công văn (PDF)", role="link"))
    assert f"Kính gửi: {NAME}" in letter
    assert "Nghị định 104/2016" in letter
    page.goto("/so-tiem/tin-da-gui/")
    expect(page.get_by_label("Địa chỉ e-mail")).to_have_value("")
    page.goto(f"/so-tiem/du-lieu-cua-toi/yeu-cau/{code}/khieu-nai/")
    page.get_by_label("Bạn không đồng ý ở điểm nào?").fill("Tôi muốn xóa hết.")
    page.get_by_role("button", name="Gửi đề nghị").click()
    expect(page.locator("main")).to_contain_text("Cấp trên đang xem xét lại")


def taken(page: Page, name: str, role: str = "button") -> bytes:
    with page.expect_download() as started:
        found = page.get_by_role("link", name=name)
        (found if role == "link" else page.get_by_role("button", name=name)).click()
    return Path(started.value.path()).read_bytes()


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"\s+", " ", text)


def with_address(page: Page) -> None:
    """She once gave an address."""
    page.goto("/so-tiem/tin-da-gui/")
    page.get_by_label("Địa chỉ e-mail").fill("riengtu@example.com")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("main")).to_contain_text("riengtu@example.com")


def asked(page: Page) -> str:
    page.goto("/so-tiem/du-lieu-cua-toi/")
    page.get_by_role("link", name="Yêu cầu xóa dữ liệu").click()
    page.get_by_label("Địa chỉ e-mail nhận tin").check()
    page.get_by_label("Hồ sơ tiêm chủng, giấy chứng nhận").check()
    page.get_by_role("button", name="Gửi yêu cầu").click()
    expect(page.locator("main")).to_contain_text("Đã tiếp nhận, chờ trả lời")
    found = re.search(r"YC-\w{4}-\w{4}", page.locator("main").inner_text())
    assert found
    return found[0]


def answered(officer: Page, code: str) -> str:
    officer.goto("/xu-ly/yeu-cau-du-lieu/")
    officer.get_by_role("link", name=code).click()
    officer.get_by_role("group", name="Địa chỉ e-mail nhận tin").get_by_label(
        "Xóa", exact=True
    ).check()
    officer.get_by_role("group", name="Hồ sơ tiêm chủng").get_by_label(
        "Hồ sơ tiêm chủng phải"
    ).check()
    officer.get_by_role("button", name="Gửi công văn và thực hiện").click()
    main = officer.locator("main")
    expect(main).to_contain_text("Đã có công văn trả lời")
    found = re.search(r"\d+/\d{4}/TL-DLCN", main.inner_text())
    assert found
    return found[0]
