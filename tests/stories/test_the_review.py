"""A clerk goes through rows of which a person must say whose they are, by keyboard alone."""

import re
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from tests.factories import imports
from tests.stories import looking
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

# People with a number, one dose, and no namesake: with another phone it is not certain who.
PEOPLE: Final = """
SELECT version.full_name, version.birth_date, version.sex
FROM patients_patient person JOIN patients_patientversion version ON version.id = person.current_id
WHERE version.cccd <> '' AND length(version.birth_date) = 10 AND (
    SELECT count(*) FROM doses_dose dose
    JOIN doses_doseversion given ON given.id = dose.current_id
    WHERE dose.patient_id = person.id AND given.administered_on < '2021-08-01'
) = 1 AND (SELECT count(*) FROM doses_dose dose WHERE dose.patient_id = person.id) = 1
ORDER BY person.id DESC LIMIT 2
"""


def test_rows_are_decided_by_keyboard_taken_back_recorded_in_part_and_undone(
    system: System, open_window: Open, tmp_path: Path
) -> None:
    page = open_window()
    sign_in(page, "nhaplieu")
    upload(page, sheet_of(system, tmp_path))
    expect(page.locator("main")).to_contain_text("2 mũi cần bạn trả lời.")
    when_both_rows_are_answered_by_keyboard(page)
    when_the_last_answer_is_taken_back_and_given_again(page)
    then_the_decided_part_is_recorded(page)
    then_the_whole_sheet_is_undone(page)


def sheet_of(system: System, folder: Path) -> Path:
    """Two people on record whose phone is another one here."""
    with system.sql() as connection:
        people = connection.execute(PEOPLE).fetchall()
    assert len(people) == 2, "the sample country is too small"
    rows = [
        imports.row(
            name=name,
            born="/".join(reversed(born.split("-"))),
            sex="Nam" if sex == "male" else "Nữ",
            phone=f"090911122{place}",
            number="",
            day="01/10/2021",
            facility="79001",
        )
        for place, (name, born, sex) in enumerate(people)
    ]
    path = folder / "danh-sach-can-hoi.xlsx"
    path.write_bytes(imports.sheet(*rows))
    return path


def upload(page: Page, sheet: Path) -> None:
    page.goto("/co-so/79001/nhap-tep/")
    page.locator("input[type=file]").set_input_files(sheet)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước khi ghi")


def when_both_rows_are_answered_by_keyboard(page: Page) -> None:
    page.get_by_role("link", name="Trả lời từ dòng đầu tiên").click()
    expect(page.locator("main")).to_contain_text("Câu 1 trên 2")
    page.context.add_init_script(path=looking.AXE)
    page.reload()
    assert looking.violations(page) == []
    first = page.url
    page.keyboard.press("j")
    expect(page).not_to_have_url(first)
    page.keyboard.press("k")
    expect(page).to_have_url(first)
    answer(page, "1")
    expect(page.locator("main")).to_contain_text("Câu 2 trên 2")
    answer(page, "1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước khi ghi")


def answer(page: Page, key: str) -> None:
    before = page.url
    page.keyboard.press(key)
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(before)


def when_the_last_answer_is_taken_back_and_given_again(page: Page) -> None:
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator("main")).to_contain_text("Câu 2 trên 2")
    answer(page, "1")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước khi ghi")


def then_the_decided_part_is_recorded(page: Page) -> None:
    page.get_by_role("link", name="Ghi một phần").click()
    page.get_by_label("Mũi mới sau khi bạn trả lời (2 mũi)").check()
    page.get_by_role("button", name="Ghi phần đã chọn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã ghi 2 mũi tiêm")


def then_the_whole_sheet_is_undone(page: Page) -> None:
    page.get_by_role("link", name="Hoàn tác cả tệp").click()
    page.get_by_label("Vì sao hoàn tác?").fill("Nhầm tệp của buổi khác")
    page.get_by_label("Gõ số mũi tiêm sẽ hoàn tác").fill("2")
    page.get_by_role("button", name="Hoàn tác cả tệp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tệp đã hoàn tác")
    expect(page.locator("main")).to_contain_text(re.compile("2 mũi tiêm của tệp này"))
