"""A dose that was entered at the wrong place: officers see it leave one and enter the other."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from tests.stories import looking
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.system import System
from tests.stories.test_a_sheet_of_corrections import sheet_of

WRONG, RIGHT = "79001", "79002"
NAME: Final = "Mạc Thị Tiêm Nhầm"
NUMBER, CCCD = "0909222333", "079179222333"
TODAY: Final = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
TYPED, TRUE = TODAY - timedelta(days=2), TODAY - timedelta(days=5)
PLACES: Final = "SELECT code, path FROM facilities_facility WHERE code = ANY(%s)"


def test_a_dose_put_right_moves_to_its_facility_and_day(
    system: System, open_window: Open, tmp_path: Path
) -> None:
    with system.sql() as connection:
        paths = dict(connection.execute(PLACES, [[WRONG, RIGHT]]).fetchall())
    system.program("tests.stories.a_recent_dose", "2", NAME, "1979-05-06", NUMBER, CCCD)
    officer, corrector = open_window(), open_window()
    sign_in(officer, "canbo1")
    sign_in(corrector, "canbo2")
    before = {code: entered_on(officer, paths[code]) for code in (WRONG, RIGHT)}
    then_her_board_leads_to_the_facility(officer, paths[WRONG])
    when_the_dose_is_put_right(corrector, tmp_path)
    after = {code: entered_on(officer, paths[code]) for code in (WRONG, RIGHT)}
    assert after[WRONG] == before[WRONG] | {TYPED: before[WRONG][TYPED] - 1}
    assert after[RIGHT] == before[RIGHT] | {TRUE: before[RIGHT][TRUE] + 1}
    expect(changes(officer).first).to_contain_text(f"{TRUE:%d/%m/%Y}")
    expect(changes(officer).first).to_contain_text("+1")


def entered_on(page: Page, path: str) -> dict[object, int]:
    """What the facility's page says was entered for both days."""
    page.goto(f"/bang-dieu-hanh/tiem-chung/?noi={path}")
    rows = page.locator("#days tbody tr").all_inner_texts()
    told = {cells[0]: int(cells[2]) for cells in (row.split("\t") for row in rows)}
    return {day: told.get(f"{day:%d/%m/%Y}", 0) for day in (TYPED, TRUE)}


def changes(page: Page) -> Locator:
    return page.locator("#added tbody tr")


def then_her_board_leads_to_the_facility(page: Page, path: str) -> None:
    """From her province down, each level one link."""
    page.context.add_init_script(path=looking.AXE)
    page.goto("/can-bo/")
    page.get_by_role("link", name="Tiêm chủng lúc này").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thành phố Hồ Chí Minh")
    assert looking.violations(page) == []
    commune = path.rpartition("/")[0].replace(":", "%3A")
    page.locator(f"#places a[href$='{path.rpartition('/')[0].rpartition(':')[2]}']").first.click()
    assert commune in page.url or path.rpartition("/")[0] in page.url
    page.locator(f"#places a[href$='{path.rpartition('/')[2]}']").first.click()
    expect(page.locator("#days")).to_be_visible()


def when_the_dose_is_put_right(page: Page, folder: Path) -> None:
    row = {
        "person": CCCD,
        "full_name": NAME,
        "day": f"{TYPED:%d/%m/%Y}",
        "right_day": f"{TRUE:%d/%m/%Y}",
        "right_facility": RIGHT,
    }
    page.goto("/xu-ly/sua-theo-tep/")
    page.get_by_label("Tệp sửa hồ sơ").set_input_files(sheet_of([row], folder))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_label("Căn cứ").fill("Đã đối chiếu với sổ tiêm giấy của trạm.")
    page.get_by_role("button", name="Sửa 1 chỗ").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kết quả sửa hồ sơ")
