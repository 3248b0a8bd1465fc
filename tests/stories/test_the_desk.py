"""An officer decides by keyboard alone, and decides once for a whole session and undoes it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stories import looking
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.system import System, copied_system


@pytest.fixture(scope="module")
def system(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Its own: a whole session is reported and decided at once."""
    with copied_system(tmp_path_factory.mktemp("system"), country) as running:
        yield running


def test_a_case_is_refused_by_keyboard_and_an_error_is_decided_and_undone(
    system: System, open_window: Open
) -> None:
    told = json.loads(system.program("tests.stories.a_shared_error"))
    page = open_window()
    page.context.add_init_script(path=looking.AXE)
    sign_in(page, "canbo1")
    when_the_whole_session_is_tried_out(page, told)
    then_all_but_one_are_amended(page, told)
    then_the_whole_is_undone(page)
    when_a_case_is_refused_by_keyboard(page, told)


def when_the_whole_session_is_tried_out(page: Page, told: dict[str, str]) -> None:
    page.goto(told["error"])
    assert looking.violations(page) == []
    page.get_by_label("Cả các mũi cùng buổi chưa ai phản ánh").check()
    page.get_by_label("Căn cứ").fill("Sổ xuất kho ghi lô này")
    page.get_by_role("button", name="Chạy thử").click()
    expect(page.get_by_text("Đã chạy thử, chưa sửa")).to_be_visible()
    expect(page.get_by_role("button", name=f"Sửa {told['doses']} mũi tiêm")).to_be_visible()


def then_all_but_one_are_amended(page: Page, told: dict[str, str]) -> None:
    page.get_by_role("checkbox").last.check()
    page.get_by_role("button", name="Lưu các mũi bỏ ra ở trang này").click()
    number = int(told["doses"]) - 1
    page.get_by_role("button", name=f"Sửa {number} mũi tiêm").click()
    expect(page.get_by_text("Hoàn tác cả quyết định").first).to_be_visible()
    expect(page.locator("main")).to_contain_text(f"Mũi tiêm đã sửa{number}")
    assert looking.violations(page) == []


def then_the_whole_is_undone(page: Page) -> None:
    page.get_by_text("Hoàn tác cả quyết định").first.click()
    page.get_by_label("Vì sao hoàn tác?").fill("Nhầm sổ của buổi khác")
    page.get_by_role("button", name="Hoàn tác cả quyết định").click()
    expect(page.locator("main")).to_contain_text("Mũi tiêm đã trở lại như trước")


def when_a_case_is_refused_by_keyboard(page: Page, told: dict[str, str]) -> None:
    page.goto("/xu-ly/?muc=chua-nhan")
    page.keyboard.press("j")
    expect(page.locator("[data-row] a").first).to_be_focused()
    page.goto(told["case"])
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.get_by_text("Bạn đang giữ")).to_be_visible()
    page.wait_for_load_state("load")  # then the new page knows its keys
    page.keyboard.press("a")
    page.keyboard.press("4")
    expect(page.get_by_label("Căn cứ")).to_have_value("Khớp với sổ kho, số lô cơ sở đã nhận.")
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(page.get_by_label("Vắc xin khai khác với vắc xin trên giấy")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã từ chối", exact=True)).to_be_visible()
