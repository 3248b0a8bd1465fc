"""From a facility's sheet to a corrected record and a new certificate, every step in a browser."""

import io
import re
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.stories import people
from tests.stories.browsing import Phone, look_up, sign_in
from tests.stories.conftest import Open
from tests.stories.reporting import accept, open_case, send_report, take_up
from tests.stories.sheets import fill_in, results
from tests.stories.system import System

REFUSED = "Không nhận được"
RECORDED = {"1", "2"}


def test_a_wrong_day_becomes_a_corrected_record_and_a_new_certificate(
    system: System, open_window: Open, tmp_path: Path
) -> None:
    given_a_clerk_imports_her_sheet(system, open_window(), tmp_path)

    citizen = open_window(width=360)
    phone = Phone(open_window(), people.NUMBER)
    look_up(citizen, phone, name=people.NAME, born=people.BORN, number=people.NUMBER)
    old = then_she_sees_her_dose_and_where_it_comes_from(citizen)

    wrong = when_she_reports_the_wrong_day(citizen, phone)
    first = open_window()
    when_an_officer_accepts(first, wrong)
    new = then_record_and_certificate_are_new(citizen, phone, wrong)
    then_the_certificates_are_judged(system, open_window(), old=old, new=new)

    missing = when_she_reports_a_missing_dose(citizen, phone)
    when_two_officers_accept(first, open_window(), missing)
    then_she_reads_who_read_and_who_changed(citizen, phone, missing)

    then_a_row_changed_behind_the_systems_back_is_found(system)


def given_a_clerk_imports_her_sheet(system: System, page: Page, folder: Path) -> None:
    sheet = folder / "danh-sach.xlsx"
    sign_in(page, "nhaplieu")
    page.goto("/co-so/")
    page.get_by_role("navigation").get_by_role("link", name="Nhập tệp tiêm chủng").click()
    with page.expect_download() as template:
        page.get_by_role("link", name="Tải tệp mẫu").first.click()
    fill_in(template.value.path(), people.rows_of_the_sheet(system), sheet)

    upload(page, sheet)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước khi ghi")
    assert counts(page) == {
        "Mũi tiêm mới": 2, "Đã có trong hệ thống": 1, "Cần người xem": 1, REFUSED: 2,
    }  # fmt: skip
    page.get_by_role("link", name=REFUSED).click()
    expect(page.locator("#rows")).to_contain_text("Tạ Văn Phong")
    expect(page.locator("#rows")).to_contain_text("ZZ9999")
    page.get_by_role("button", name="Ghi 2 mũi tiêm mới").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Đã ghi 2 mũi tiêm")

    with page.expect_download() as result:
        page.get_by_role("link", name="Tải tệp kết quả").click()
    told = results(result.value.path())
    assert {number for number, words in told.items() if "Đã ghi" in words} == RECORDED
    assert all(told.values()), "every row is told its fate"

    page.get_by_role("link", name="Nhập tệp khác").click()
    upload(page, sheet)
    expect(page.get_by_role("main")).to_contain_text("đã gửi")
    page.locator("form[action$='/nhap-lai/'] button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xem trước khi ghi")
    assert counts(page) == {
        "Mũi tiêm mới": 0, "Đã có trong hệ thống": 3, "Cần người xem": 1, REFUSED: 2,
    }  # fmt: skip
    expect(page.get_by_role("button", name="Ghi")).to_have_count(0)


def upload(page: Page, sheet: Path) -> None:
    page.get_by_label(re.compile("Tệp")).set_input_files(sheet)
    page.get_by_role("button", name="Kiểm tra tệp").click()


def counts(page: Page) -> dict[str, int]:
    """The preview's figures by their names."""
    rows = page.locator(".govuk-summary-list__row:has(dd strong)")
    names = rows.locator("dt").all_inner_texts()
    told = zip(names, rows.locator("dd strong").all_inner_texts(), strict=True)
    return {name: int(number) for name, number in told if number.isdecimal()}


def then_she_sees_her_dose_and_where_it_comes_from(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_contain_text(people.NAME)
    expect(page.locator("main")).to_contain_text(people.TYPED_DAY)
    expect(page.locator("main")).to_contain_text(re.compile(r"Tệp của .+, dòng 2"))
    return qr_text(page)


def qr_text(page: Page) -> str:
    """What a camera reads from the certificate on the screen."""
    drawn = page.get_by_role("img", name="Mã QR của giấy chứng nhận")
    expect(drawn).to_have_count(1)
    with Image.open(io.BytesIO(drawn.screenshot())) as picture:
        found = zxingcpp.read_barcodes(picture)
    assert len(found) == 1
    assert found[0].text.startswith("HC1:")
    return found[0].text


def when_she_reports_the_wrong_day(page: Page, phone: Phone) -> str:
    page.get_by_role("link", name="Báo mũi này sai").click()
    page.get_by_label("Ngày tiêm").fill(people.TRUE_DAY)
    return send_report(page, phone, people.slip(people.TRUE_DAY))


def when_an_officer_accepts(page: Page, code: str) -> None:
    sign_in(page, "canbo1")
    take_up(page, code)
    main = page.locator("main")
    expect(main.locator("#so-sanh")).to_contain_text(people.TYPED_DAY)
    expect(main.locator("#so-sanh")).to_contain_text(people.TRUE_DAY)
    assert main.get_by_role("img").first.evaluate(
        "photo => photo.decode().then(() => photo.naturalWidth)"
    )
    accept(page, "Phiếu ghi rõ ngày tiêm.")
    expect(main).to_contain_text("Đã chấp nhận")


def then_record_and_certificate_are_new(page: Page, phone: Phone, code: str) -> str:
    phone.told(code, "da duoc chap nhan")
    page.goto("/so-tiem/ho-so/")
    page.get_by_text("Lịch sử của mũi tiêm này").click()
    history = page.locator("details", has_text="Lịch sử của mũi tiêm này")
    expect(history.locator("del")).to_have_text(people.TYPED_DAY)
    expect(history.locator("ins")).to_have_text(people.TRUE_DAY)
    expect(history).to_contain_text("Phiếu ghi rõ ngày tiêm.")
    return qr_text(page)


def then_the_certificates_are_judged(system: System, page: Page, *, old: str, new: str) -> None:
    assert old != new
    judged = ((new, "Hợp lệ", 0, "valid"), (old, "thay", 1, "replaced"))
    for text, answer, code, words in judged:
        page.goto("/kiem-tra/")
        page.get_by_label(re.compile("nội dung", re.IGNORECASE)).fill(text)
        page.get_by_role("button", name="Kiểm tra").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(answer)
        told = system.command("certificate", "verify", text)
        assert told.returncode == code, told.stdout + told.stderr
        assert words in told.stdout


def when_she_reports_a_missing_dose(page: Page, phone: Phone) -> str:
    page.goto("/so-tiem/ho-so/")
    page.get_by_role("link", name="Báo thiếu một mũi tiêm").click()
    page.get_by_label("Vắc xin").select_option("ASTRAZENECA")
    page.get_by_label("Ngày tiêm").fill(people.SECOND_DAY)
    page.get_by_label("Số lô").fill(people.LOT)
    page.get_by_label("Nơi tiêm").fill(people.FACILITY)
    return send_report(page, phone, people.slip(people.TRUE_DAY, people.SECOND_DAY))


def when_two_officers_accept(first: Page, second: Page, code: str) -> None:
    take_up(first, code)
    accept(first, "Phiếu có đủ hai mũi.")
    expect(first.locator("main")).to_contain_text("Phản ánh chờ một cán bộ khác quyết định")
    expect(first.get_by_role("button", name="Đồng ý với phản ánh")).to_have_count(0)

    sign_in(second, "canbo2")
    open_case(second, code, "Chờ người thứ hai")
    accept(second, "Đã đối chiếu với phiếu.")
    expect(second.locator("main")).to_contain_text("Đã chấp nhận")


def then_she_reads_who_read_and_who_changed(page: Page, phone: Phone, code: str) -> None:
    phone.told(code, "da duoc chap nhan")
    page.goto("/so-tiem/ho-so/")
    expect(page.locator("main")).to_contain_text(people.SECOND_DAY)
    page.get_by_role("navigation").get_by_role("link", name="Ai đã xem, ai đã sửa").click()
    trail = page.locator("main")
    for words in ("Sửa một mũi tiêm", "Thay giấy chứng nhận", "Bạn", "Trạm Y tế"):
        expect(trail).to_contain_text(words)
    reading = trail.locator("li", has_text="Sở Y tế Thành phố Hồ Chí Minh").filter(
        has_text=re.compile("Xem (thông tin|hồ sơ)|Mở phản ánh")
    )
    expect(reading.first).to_contain_text(code)


def then_a_row_changed_behind_the_systems_back_is_found(system: System) -> None:
    agreed = system.command("check")
    assert agreed.returncode == 0, agreed.stdout + agreed.stderr
    with system.sql() as connection:
        connection.execute("SET session_replication_role = replica")
        changed = connection.execute(
            "UPDATE doses_doseversion SET lot_number = lot_number || 'X'"
            " WHERE id = (SELECT max(id) FROM doses_doseversion) RETURNING id"
        ).fetchone()
    assert changed is not None
    found = system.command("check")
    assert found.returncode == 1
    assert f"doseversion {changed[0]}" in found.stdout
    with system.sql() as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute(
            "UPDATE doses_doseversion SET lot_number = rtrim(lot_number, 'X') WHERE id = %s",
            [changed[0]],
        )
