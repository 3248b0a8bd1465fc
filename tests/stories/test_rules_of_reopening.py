"""Fourteen days become seven: one officer drafts, another publishes, and a door shows it."""

from typing import Final

import pytest
from playwright.sync_api import Page, expect

from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

RULES: Final = "/can-bo/quy-dinh/"
NAME: Final = "Thành phố Hồ Chí Minh, mùa thu 2021"
THIRTEENTH: Final = "Đủ liều, ngày thứ 13, lúc khuya"


@pytest.fixture(scope="module")
def certificate(system: System) -> str:
    """Of somebody who had her first dose thirteen days ago."""
    return system.program("tests.stories.a_recent_dose", "13").strip()


def officer(open_window: Open, username: str) -> Page:
    page = open_window()
    sign_in(page, username)
    page.goto(RULES)
    return page


def verdict(door: Page, text: str) -> str:
    """What the door says of a certificate; afterwards it is ready for the next one."""
    box = door.get_by_label("Nội dung mã QR")
    if not box.is_visible():
        door.get_by_text("Chọn ảnh hoặc dán nội dung mã").click()
    box.fill(text)
    door.get_by_role("button", name="Kiểm tra", exact=True).click()
    title = door.locator("[data-title]")
    expect(title).to_be_visible()
    said = title.inner_text()
    door.get_by_role("button", name="Quét tiếp").click()
    return said


def test_rules_drafted_by_one_and_published_by_another_reach_a_door(
    system: System, open_window: Open, certificate: str
) -> None:
    door = open_window(width=360)
    door.goto("/kiem-tra/quet/")
    expect(door.locator("#verifier[data-ready=yes]")).to_be_visible()
    door.wait_for_function("navigator.serviceWorker.ready.then(ready => ready.active !== null)")
    choice = door.get_by_label("Kiểm tra theo")
    choice.select_option(label=f"{NAME}, phiên bản 1")
    assert verdict(door, certificate) == "Chưa đủ điều kiện"
    door.context.set_offline(True)

    drafter = officer(open_window, "quydinh1")
    drafter.get_by_role("link", name=f"{NAME}, phiên bản 1").click()
    drafter.get_by_role("button", name="Soạn phiên bản mới từ bản này").click()
    for name in ("rule0_number0", "rule2_number1"):
        drafter.locator(f"input[name={name}]").fill("7")
    drafter.get_by_role("button", name="Lưu bản nháp").click()
    expect(drafter.locator("[data-error-summary]")).to_contain_text(THIRTEENTH)
    expect(drafter.locator("input[name=rule0_number0]")).to_have_value("7")
    drafter.get_by_label(THIRTEENTH).select_option(label="Thẻ xanh")
    drafter.get_by_role("button", name="Lưu bản nháp").click()
    expect(drafter.locator("main")).to_contain_text("Thay đổi so với phiên bản 1")
    drafter.get_by_role("link", name="Xem trước").click()
    moves = drafter.locator("#chuyen tbody tr", has_text="Thẻ vàng")
    expect(moves).to_contain_text("Không có thẻ")
    expect(drafter.get_by_role("button", name="Công bố phiên bản này")).to_have_count(0)
    expect(drafter.locator("main")).not_to_contain_text("Vừa Tiêm")

    other = officer(open_window, "quydinh2")
    other.get_by_role("link", name=NAME, exact=True).click()
    other.get_by_role("link", name="Xem trước và công bố").click()
    expect(other.locator("#chuyen")).to_contain_text("Thẻ vàng")
    other.get_by_role("button", name="Công bố phiên bản này").click()
    expect(other.locator("main")).to_contain_text("Đang áp dụng")

    assert verdict(door, certificate) == "Chưa đủ điều kiện"
    door.context.set_offline(False)
    door.get_by_role("button", name="Cập nhật").click()
    expect(choice.locator("option:checked")).to_have_text(f"{NAME}, phiên bản 2")
    assert verdict(door, certificate) == "Thẻ vàng"
    door.context.set_offline(True)
    door.reload()
    expect(door.locator("#verifier[data-ready=yes]")).to_be_visible()
    expect(choice.locator("option:checked")).to_have_text(f"{NAME}, phiên bản 2")
    assert verdict(door, certificate) == "Thẻ vàng"
    told = system.command("certificate", "verify", certificate, "--rules", "VN-SG-2021", "--json")
    assert '"card": "yellow"' in told.stdout
