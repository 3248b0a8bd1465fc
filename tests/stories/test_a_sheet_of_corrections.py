"""An officer corrects records by a sheet, the citizen reads it, and the sheet is taken back."""

import csv
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, expect

from sotiem.mending.rules import COLUMNS
from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

# Somebody with a number, a telephone that nobody shares, and one dose, in a facility of the city.
SOMEBODY: Final = """
SELECT version.full_name, to_char(version.birth_date::date, 'DD/MM/YYYY'), version.phone,
    version.cccd, to_char(given.administered_on, 'DD/MM/YYYY'),
    to_char(given.administered_on + 1, 'DD/MM/YYYY')
FROM patients_patient patient
JOIN patients_patientversion version ON version.id = patient.current_id
JOIN doses_dose dose ON dose.patient_id = patient.id
JOIN doses_doseversion given ON given.id = dose.current_id AND given.status = 'completed'
JOIN facilities_facility facility ON facility.id = given.facility_id AND facility.code = '79001'
WHERE length(version.birth_date) = 10 AND version.phone <> '' AND version.cccd <> ''
    AND NOT EXISTS (
        SELECT FROM patients_patient AS namesake
        JOIN patients_patientversion AS told ON told.id = namesake.current_id
        WHERE (told.phone = version.phone OR told.cccd = version.cccd)
            AND namesake.id <> patient.id
    )
    AND (SELECT count(*) FROM doses_dose other WHERE other.patient_id = patient.id) = 1
ORDER BY patient.id LIMIT 1
"""


def test_records_are_corrected_by_a_sheet_read_in_the_health_book_and_put_back(
    system: System, open_window: Open, tmp_path: Path
) -> None:
    with system.sql() as connection:
        found = connection.execute(SOMEBODY).fetchone()
    assert found is not None, "the sample country is too small"
    name, born, number, cccd, day, right_day = found
    rows = [
        {"person": cccd, "full_name": name, "day": day, "right_day": right_day},
        {"person": cccd, "full_name": "Người Khác Hẳn", "right_name": "Ai Đó Khác"},
    ]
    officer, citizen = open_window(), open_window(width=360)
    sign_in(officer, "canbo1")
    look_up(citizen, Phone(open_window(), number), name=name, born=born, number=number)
    expect(citizen.locator("main")).to_contain_text(day)
    when_the_sheet_is_looked_at(officer, sheet_of(rows, tmp_path), day, right_day)
    when_it_is_carried_out(officer)
    then_the_book_says(citizen, right_day)
    when_the_whole_is_taken_back(officer)
    then_the_book_says(citizen, day)


def sheet_of(rows: list[dict[str, str]], folder: Path) -> Path:
    path = folder / "sua-ho-so.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        lines = csv.writer(target)
        lines.writerow([column.header for column in COLUMNS])
        lines.writerows([[row.get(column.key, "") for column in COLUMNS] for row in rows])
    return path


def when_the_sheet_is_looked_at(page: Page, sheet: Path, day: str, right_day: str) -> None:
    page.goto("/xu-ly/sua-theo-tep/")
    page.get_by_label("Tệp sửa hồ sơ").set_input_files(sheet)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    main = page.locator("main")
    expect(main.get_by_role("heading", level=1)).to_contain_text("Xem trước khi sửa")
    expect(main).to_contain_text(f"{day} → {right_day}")
    page.get_by_role("link", name="Không sửa được").click()
    expect(main).to_contain_text("ghi họ tên khác")


def when_it_is_carried_out(page: Page) -> None:
    page.get_by_label("Căn cứ").fill("Đã đối chiếu với sổ tiêm giấy của trạm.")
    page.get_by_role("button", name="Sửa 1 chỗ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kết quả sửa hồ sơ")


def when_the_whole_is_taken_back(page: Page) -> None:
    page.locator("summary", has_text="Hoàn tác cả tệp").click()
    page.get_by_label("Lý do hoàn tác").fill("Nhầm sổ của xã bên cạnh.")
    page.get_by_role("button", name="Hoàn tác cả tệp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã hoàn tác cả tệp")


def then_the_book_says(page: Page, day: str) -> None:
    page.goto("/so-tiem/ho-so/")
    expect(page.locator("main")).to_contain_text(day)
