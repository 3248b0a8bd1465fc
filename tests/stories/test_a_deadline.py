"""All data in by a day: who is silent is seen, reminded, given more time, and catches up."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdfium2 import PdfDocument

from sotiem.sample.stock import LATEST
from tests.stories import looking, people
from tests.stories.browsing import sign_in
from tests.stories.conftest import Open
from tests.stories.sheets import fill_in
from tests.stories.system import System, copied_system

FACILITY: Final = "79001"
OWN_LINE: Final = f"/co-so/{FACILITY}/han-nhap/"
NAME: Final = "Vòng tiêm vét"
REASON: Final = "Mất điện hai ngày do bão"
TODAY: Final = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
# Nothing else happens in the sample on these days.
SINCE, GIVEN, UNTIL = (TODAY - timedelta(days=days) for days in (12, 10, 8))
BY_DAY, MORE_TIME = TODAY + timedelta(days=3), TODAY + timedelta(days=9)


@pytest.fixture(scope="module")
def system(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Its own: every dose of some days is counted."""
    with copied_system(tmp_path_factory.mktemp("system"), country) as running:
        yield running


def test_a_silent_facility_is_seen_reminded_and_catches_up(
    open_window: Open, tmp_path: Path
) -> None:
    officer, clerk = open_window(), open_window()
    sign_in(officer, "canbo1")
    sign_in(clerk, "nhaplieu")
    board = given_a_deadline(officer)
    facility = then_who_told_nothing_stands_on_the_board(officer, board)
    when_the_silent_are_reminded(officer, board)
    when_the_facility_gets_more_time(officer, facility)
    then_the_facility_reads_both(clerk)
    when_it_says_what_it_used(clerk)
    then_the_board_names(officer, facility, missing="2", used="2", entered="0")
    then_who_will_be_late_is_named(officer, board)
    when_it_enters_the_doses(clerk, tmp_path)
    then_the_board_names(officer, facility, missing="0", used="2", entered="2")
    then_paper_and_sheet_say_the_same(officer, board)
    then_the_wall_keeps_its_place(officer, board)


def shown(page: Page) -> Locator:
    return page.locator("main")


def given_a_deadline(page: Page) -> str:
    page.goto("/han-nhap/moi/")
    page.get_by_label("Tên chiến dịch hoặc đợt tiêm").fill(NAME)
    page.get_by_label("Mũi tiêm từ ngày").fill(f"{SINCE:%d/%m/%Y}")
    page.get_by_label("Đến hết ngày", exact=True).fill(f"{UNTIL:%d/%m/%Y}")
    page.get_by_label("Phải nhập xong trước khi hết ngày").fill(f"{BY_DAY:%d/%m/%Y}")
    page.get_by_role("button", name="Đặt hạn").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thành phố Hồ Chí Minh")
    return page.url


def then_who_told_nothing_stands_on_the_board(page: Page, board: str) -> str:
    """From the province to the commune to the facility; the address of the last is returned."""
    page.context.add_init_script(path=looking.AXE)
    page.reload()
    expect(shown(page)).to_contain_text("có vắc xin hoặc có buổi tiêm mà chưa ghi dùng")
    assert looking.violations(page) == []
    page.goto(f"{board}co-so/")
    rows = page.locator("#facilities tr", has_text=re.compile(r"kho có [\d.]+ liều"))
    rows.locator(f"a[href$='{FACILITY}']").click()
    expect(shown(page)).to_contain_text("chưa ghi dùng, chưa nhập mũi nào")
    return page.url


def when_the_silent_are_reminded(page: Page, board: str) -> None:
    page.goto(f"{board}nhac/")
    page.get_by_role("button", name="Gửi lời nhắc").click()
    # Other stories may have left the other facility silent, too.
    expect(shown(page)).to_contain_text(re.compile(r"Đã nhắc [12] cơ sở\."))


def when_the_facility_gets_more_time(page: Page, facility: str) -> None:
    page.goto(facility)
    page.get_by_role("link", name="Gia hạn cho cơ sở này").click()
    page.get_by_label("Gia hạn đến hết ngày").fill(f"{MORE_TIME:%d/%m/%Y}")
    page.get_by_role("button", name="Gia hạn").click()
    expect(shown(page)).to_contain_text("Hãy ghi lý do gia hạn.")
    page.get_by_label("Lý do").fill(REASON)
    page.get_by_role("button", name="Gia hạn").click()
    expect(shown(page)).to_contain_text(f"phải nhập xong trước khi hết ngày {MORE_TIME:%d/%m/%Y}")


def then_the_facility_reads_both(page: Page) -> None:
    page.goto(OWN_LINE)
    expect(shown(page)).to_contain_text("cơ sở chưa báo đã tiêm bao nhiêu mũi")
    expect(shown(page)).to_contain_text(REASON)
    expect(shown(page)).to_contain_text(f"{MORE_TIME:%d/%m/%Y}")


def when_it_says_what_it_used(page: Page) -> None:
    page.get_by_role("link", name="Đến Kho vắc xin").click()
    page.get_by_role("link", name=LATEST, exact=True).click()
    page.get_by_role("link", name="Ghi số đã dùng").click()
    page.get_by_label("Số liều").fill("2")
    page.get_by_label("Ngày", exact=True).fill(f"{GIVEN:%d/%m/%Y}")
    page.get_by_role("button", name="Ghi vào sổ kho").click()
    expect(shown(page)).to_contain_text("Đã ghi: Đã dùng ngoài buổi tiêm, 2 liều.")
    page.goto(OWN_LINE)
    expect(page.locator("table", has_text=f"{GIVEN:%d/%m/%Y}")).to_contain_text("Còn thiếu")


def when_it_enters_the_doses(page: Page, folder: Path) -> None:
    shown(page).get_by_role("link", name="Nhập tệp tiêm chủng").first.click()
    with page.expect_download() as template:
        page.get_by_role("link", name="Tải tệp mẫu").first.click()
    dose = {
        "Vắc xin mũi 1": "Pfizer",
        "Ngày tiêm mũi 1": f"{GIVEN:%d/%m/%Y}",
        "Số lô mũi 1": LATEST,
    }
    persons = (("Âu Thị Sen", "0909111001"), ("Âu Thị Súng", "0909111002"))
    rows = [
        people.row(number) | dose | {"Họ và tên": name, "Số điện thoại": phone, "Số CMND/CCCD": ""}
        for number, (name, phone) in enumerate(persons, start=1)
    ]
    sheet = folder / "tiem-vet.xlsx"
    fill_in(template.value.path(), rows, sheet)
    page.get_by_label(re.compile("Tệp")).set_input_files(sheet)
    page.get_by_role("button", name="Kiểm tra tệp").click()
    page.get_by_role("button", name="Ghi 2 mũi tiêm mới").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã ghi 2 mũi tiêm")
    page.goto(OWN_LINE)
    expect(shown(page)).to_contain_text("Mọi mũi tiêm đã dùng đều đã được nhập.")


def then_the_board_names(
    page: Page, facility: str, *, missing: str, used: str, entered: str
) -> None:
    page.goto(facility)
    page.get_by_role("button", name="Tính lại ngay").click()
    cells = page.locator("#places tbody tr").first.locator("td")
    assert cells.all_inner_texts()[:3] == [missing, used, entered]


def then_who_will_be_late_is_named(page: Page, board: str) -> None:
    page.goto(f"{board}?cap=co-so&xep=du-bao")
    expect(page.locator("#late")).to_contain_text("Không nhập 7 ngày qua")
    expect(page.locator("#places caption")).to_contain_text("Dự báo trễ nhất ở trên")
    expect(page.locator("svg[role=img]")).to_be_visible()
    page.locator("summary", has_text="Số liệu của biểu đồ").click()
    expect(page.locator("#trend tbody tr").last).to_contain_text(f"{TODAY:%d/%m/%Y}")
    assert looking.violations(page) == []


def then_the_wall_keeps_its_place(page: Page, board: str) -> None:
    """It asks itself for the same level, and stays where it was read."""
    page.goto(board)
    page.get_by_role("link", name="Màn hình lớn").click()
    page.locator("#cap-co-so").click()
    expect(page.locator("#wall-rows")).to_be_visible()
    expect(page.locator("header.st-header")).to_be_hidden()
    assert looking.violations(page) == []
    page.set_viewport_size({"width": 1280, "height": 400})
    page.locator("#thoat").focus()
    page.evaluate("document.querySelector('#wall').dataset.old = '1'; scrollTo(0, 120)")
    page.evaluate(
        """() => htmx.ajax('GET', document.querySelector('#wall').getAttribute('hx-get'),
            {target: '#wall', select: '#wall', swap: 'outerHTML'})"""
    )
    expect(page.locator("#wall:not([data-old])")).to_be_visible()
    assert page.evaluate("scrollY") == 120
    expect(page.locator("#cap-co-so")).to_have_attribute("aria-current", "true")
    expect(page.locator("#thoat")).to_be_focused()


def then_paper_and_sheet_say_the_same(page: Page, board: str) -> None:
    page.goto(board)
    with page.expect_download() as sheet:
        page.get_by_role("link", name="Tải số liệu (CSV)").click()
    lines = csv.DictReader(io.StringIO(sheet.value.path().read_text(encoding="utf-8-sig")))
    ours = next(line for line in lines if line["Mã cơ sở"] == FACILITY)
    assert (ours["Mũi đã dùng"], ours["Mũi đã nhập"], ours["Còn thiếu"]) == ("2", "2", "0")
    assert ours["Hạn nhập"] == MORE_TIME.isoformat()
    page.get_by_role("link", name="Bản in").click()
    expect(shown(page)).to_contain_text("Đã dùng 2 mũi, đã nhập 2 mũi, còn thiếu 0 mũi")
    expect(page.locator(".st-sheet")).to_have_count(3)  # the city, its communes, its facilities
    assert len(PdfDocument(page.pdf(format="A4"))) == 3
