"""A report of an earlier channel is put under its right kind, and ends in the amended dose."""

import json

from playwright.sync_api import Page, expect

from tests.stories import looking
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.reporting import accept
from tests.stories.system import System


def test_a_loaded_report_is_placed_by_keyboard_and_mends_its_dose(
    system: System, open_window: Open
) -> None:
    told = json.loads(system.program("tests.stories.a_loaded_report"))
    page = open_window()
    page.context.add_init_script(path=looking.AXE)
    sign_in(page, "canbo1")
    when_its_kind_is_chosen(page, told)
    and_the_dose_with_what_is_claimed(page, told)
    then_it_is_in_hand_as_what_it_is(page, told)
    accept(page, "Khớp với phiếu.")
    expect(page.get_by_text("Đã chấp nhận", exact=True)).to_be_visible()
    with system.sql() as connection:
        found = connection.execute(
            "SELECT to_char(version.administered_on, 'DD/MM/YYYY') FROM doses_dose AS dose"
            " JOIN doses_doseversion AS version ON version.id = dose.current_id"
            " WHERE dose.public_id = %s",
            [told["dose"]],
        ).fetchone()
    assert found == (told["after"],)


def when_its_kind_is_chosen(page: Page, told: dict[str, str]) -> None:
    page.goto(told["case"])
    expect(page.locator("main")).to_contain_text("Người gửi chọn: Thông tin mũi tiêm sai")
    page.keyboard.press("x")
    expect(page.get_by_label("Thông tin mũi tiêm sai")).to_be_checked()
    assert looking.violations(page) == []
    page.get_by_role("button", name="Tiếp tục").click()


def and_the_dose_with_what_is_claimed(page: Page, told: dict[str, str]) -> None:
    expect(page.get_by_label("Ngày tiêm")).to_have_value(told["after"])
    assert looking.violations(page) == []
    page.locator(f"input[value='{told['dose']}']").check()
    page.get_by_label("Vì sao xếp như vậy?").fill("Phiếu ghi ngày khác.")
    page.get_by_role("button", name="Xếp lại phản ánh").click()


def then_it_is_in_hand_as_what_it_is(page: Page, told: dict[str, str]) -> None:
    main = page.locator("main")
    expect(main).to_contain_text("Đã xếp lại phản ánh.")
    expect(main).to_contain_text("Bạn đang giữ")
    expect(main.locator("#so-sanh")).to_contain_text(told["before"])
    expect(main.locator("#so-sanh mark").first).to_contain_text(told["after"][:2])
    assert looking.violations(page) == []
