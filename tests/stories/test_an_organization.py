"""A company registers its people by one file; the province approves it; one takes hers over."""

import re
from typing import Final

from playwright.sync_api import Page, expect

from sotiem.imports.rules.workbook import read_sheets
from sotiem.imports.rules.writing import written
from tests.factories.rosters import sheet, worker
from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.system import System

CONTACT: Final = "0905666111"
HERS: Final = "0905666222"
NAME: Final = "Vương Thị Thùy Dương"
COMPANY: Final = "Công ty Gốm Sông Xanh"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_a_company_registers_its_people_and_one_takes_hers_over(
    system: System, open_window: Open
) -> None:
    page = open_window(width=360, java_script_enabled=False)
    phone = Phone(open_window(), CONTACT)
    code = sign_up(page, phone)
    hers = worker(1, full_name=NAME, birth_date="12/05/1990", phone=HERS)
    mistaken = [hers, worker(2, phone="0283812"), hers]
    upload(page, sheet(*mistaken))
    main = page.locator("main")
    expect(main).to_contain_text("Xem trước khi gửi")
    page.get_by_role("link", name="Chưa nhận được").click()
    expect(main).to_contain_text("10 chữ số")
    mended = result(page)
    mended[2][4] = "0905666333"
    page.goto(f"/dang-ky/to-chuc/{code}/")
    upload(page, written([("Danh sách", mended)]))
    page.get_by_role("button", name="Gửi đăng ký 2 người").click()
    wait_for(page, "Đã gửi danh sách")
    approve(open_window())
    page.goto(f"/dang-ky/to-chuc/{code}/nguoi/")
    expect(main).to_contain_text("Đã duyệt, chờ giao cho cơ sở")
    takes_over(open_window, NAME)
    page.reload()
    expect(page.get_by_role("row", name=NAME)).to_contain_text("Tự quản lý đăng ký của mình")


def sign_up(page: Page, phone: Phone) -> str:
    """Say who the company is, and prove the telephone; gives its code."""
    page.goto("/dang-ky/to-chuc/")
    page.get_by_label("tỉnh, thành phố nào").select_option("79")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Tên đơn vị").fill(COMPANY)
    page.get_by_label("Doanh nghiệp, hợp tác xã").check()
    page.get_by_label("Mã số thuế").fill("0319999999")
    page.get_by_label("nơi đơn vị hoạt động").select_option(index=1)
    page.get_by_label("khu công nghiệp").fill("Lô 9, Khu công nghiệp Mẫu")
    page.get_by_label("Nhóm ưu tiên chung").select_option("13")
    page.get_by_label("Họ và tên người liên hệ").fill("Đỗ Thị Nhân Sự")
    page.get_by_label("Số điện thoại người liên hệ").fill(CONTACT)
    page.get_by_label("Chúng tôi cam đoan").check()
    before = phone.messages()
    page.get_by_role("button", name="Nhận mã xác thực").click()
    page.get_by_label("Mã xác thực").fill(phone.code_after(before))
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(COMPANY)
    found = re.search(r"TC-[0-9A-Z]{4}-[0-9A-Z]{4}", page.url)
    assert found
    return found[0]


def upload(page: Page, content: bytes) -> None:
    file = {"name": "danh sach.xlsx", "mimeType": XLSX, "buffer": content}
    page.get_by_label("Tệp danh sách").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Kiểm tra tệp").click()
    wait_for(page, "Xem trước khi gửi")


def wait_for(page: Page, heading: str) -> None:
    """Without scripts the page of a file asks anew by itself."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def result(page: Page) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp kết quả").click()
    rows = read_sheets(download.value.path().read_bytes())[0].rows
    assert "[Số điện thoại]" in rows[2][-1]
    return rows


def approve(officer: Page) -> None:
    sign_in(officer, "canbo1")
    officer.goto("/can-bo/dang-ky/79/")
    row = officer.get_by_role("row", name=COMPANY)
    row.get_by_role("button", name="Duyệt cả danh sách").click()
    expect(officer.locator("main")).to_contain_text("Đã duyệt 2 người")


def takes_over(open_window: Open, name: str) -> None:
    """She looks by the link of her message, says her birth date, and has it as her own."""
    page, phone = open_window(), Phone(open_window(), HERS)
    told = phone.told("don vi cua ban da dang ky")
    found = re.search(r"DK-[0-9A-Z]{4}-[0-9A-Z]{4}", told)
    assert found
    look_up(page, phone, name=name, born="12/05/1990", number=HERS)
    page.goto(f"/dang-ky/cua-toi/{found[0]}/")
    expect(page.locator("main")).to_contain_text(f"{COMPANY} đã đăng ký tiêm chủng")
    page.get_by_label("Ngày sinh của bạn").fill("12/05/1990")
    page.get_by_role("button", name="Đây là tôi").click()
    expect(page.locator("main")).to_contain_text(f"Do {COMPANY} đăng ký; bạn tự quản lý")
