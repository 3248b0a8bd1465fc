"""A clerk imports a sheet, page by page."""

import io
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from python_calamine import CalamineWorkbook

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.imports.models import DoseImport, ImportApproval
from sotiem.imports.operations import check_import, finish_commit
from sotiem.imports.rules.workbook import read_sheets
from tests.factories import accounts, imports, reference
from tests.portals.facility.conftest import browser_of

HOME = "/co-so/79101/"
UPLOAD = "/co-so/79101/nhap-tep/"
OTHER = {"name": "Lê Thị Gương", "sex": "Nữ", "number": "", "phone": "0987654321"}


def send(browser: Client, content: bytes, key: str = "", name: str = "ds.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return browser.post(UPLOAD, {"sheet": file, "submission_key": key or str(uuid4())})


def page_of(browser: Client, dose_import: DoseImport, query: str = "") -> str:
    answer = browser.get(f"/co-so/nhap-tep/{dose_import.public_id}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def waiting(browser: Client, content: bytes, at: datetime) -> DoseImport:
    assert send(browser, content).status_code == 302
    return check_import(import_id=DoseImport.objects.latest("pk").pk, at=at)


def test_a_clerk_of_one_facility_lands_there_and_is_told_how_to_begin(browser: Client) -> None:
    answer = browser.get("/co-so/", follow=True)
    assert answer.redirect_chain == [(HOME, 302)]
    assert "Cơ sở chưa nhập tệp nào." in answer.content.decode()


def test_a_clerk_of_a_province_chooses_the_facility(clerk: User) -> None:
    reference.facility("79102", "Trạm Y tế Bình An")
    province = reference.facility().path.rsplit("/", 2)[0]
    page = browser_of(accounts.user((Role.CLERK, province))).get("/co-so/").content.decode()
    assert "Trạm Y tế Bình Minh" in page
    assert "Trạm Y tế Bình An" in page


def test_a_sheet_is_sent_watched_previewed_recorded_and_given_back(
    browser: Client, clerk: User, at: datetime
) -> None:
    bad = imports.row(**OTHER, day="30/02/2021")
    sent = send(browser, imports.sheet(imports.row(), bad))
    dose_import = DoseImport.objects.get()
    assert sent["Location"] == f"/co-so/nhap-tep/{dose_import.public_id}/"
    progress = page_of(browser, dose_import)
    assert "<progress" in progress
    assert 'http-equiv="refresh"' in progress

    check_import(import_id=dose_import.pk, at=at)
    preview = page_of(browser, dose_import)
    assert "Tệp có 2 dòng với 2 mũi tiêm. Chưa có gì được ghi." in preview
    assert "Ghi 1 mũi tiêm mới" in preview
    assert "Nguyễn Thị Bảo Lộc" in preview
    assert "0901234567" not in preview
    assert "079187001234" not in preview
    refused = page_of(browser, dose_import, "?nhom=khong-nhan")
    assert "Ngày tiêm mũi 1*" in refused
    assert "Ngày này không có trong lịch." in refused
    assert not Dose.objects.exists()

    assert browser.post(f"/co-so/nhap-tep/{dose_import.public_id}/ghi/").status_code == 302
    assert "Đang ghi mũi tiêm" in page_of(browser, dose_import)
    finish_commit(import_id=dose_import.pk, by=staff_of(clerk, at=timezone.now()), at=at)
    assert "Đã ghi 1 mũi tiêm" in page_of(browser, dose_import)
    assert Dose.objects.count() == 1

    given_back = browser.get(f"/co-so/nhap-tep/{dose_import.public_id}/ket-qua.xlsx")
    with CalamineWorkbook.from_filelike(io.BytesIO(given_back.content)) as book:
        header, good, bad_row = book.get_sheet_by_index(0).to_python()
    assert header == list(imports.HEADERS)
    assert good[:-1] == [imports.row().get(column, "") for column in imports.HEADERS[:-1]]
    assert good[-1] == "Đã ghi."
    assert str(bad_row[-1]).startswith("Không nhận được. [Ngày tiêm mũi 1*] Ngày này không có")
    assert "ds.xlsx" in browser.get(HOME).content.decode()


def test_two_clicks_on_each_button_are_one_import_and_one_commit(
    browser: Client, at: datetime
) -> None:
    key, content = str(uuid4()), imports.sheet(imports.row())
    first, second = send(browser, content, key), send(browser, content, key)
    assert first["Location"] == second["Location"]
    dose_import = check_import(import_id=DoseImport.objects.get().pk, at=at)
    for _ in range(2):
        browser.post(f"/co-so/nhap-tep/{dose_import.public_id}/ghi/")
    assert ProcrastinateJob.objects.filter(task_name="check_import").count() == 1
    assert ProcrastinateJob.objects.filter(task_name="commit_import").count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp này không có nội dung (0 byte)."),
        (b"%PDF-1.7", "Tệp này không phải bảng tính Excel (.xlsx)."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "Tệp này được bảo vệ bằng mật khẩu",
        ),
    ],
)
def test_a_file_that_is_no_sheet_is_answered_beside_the_field(
    browser: Client, content: bytes, sentence: str
) -> None:
    answer = send(browser, content)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not DoseImport.objects.exists()


def test_choosing_no_file_is_answered_beside_the_field(browser: Client) -> None:
    answer = browser.post(UPLOAD, {"submission_key": str(uuid4())})
    assert answer.status_code == 422
    assert "Hãy chọn tệp danh sách." in answer.content.decode()


def test_a_sheet_without_its_columns_gets_a_page_that_names_them(
    browser: Client, at: datetime
) -> None:
    headers = [header for header in imports.HEADERS if header != "Số điện thoại*"]
    refused = waiting(browser, imports.sheet(imports.row(), headers=headers), at)
    page = page_of(browser, refused)
    assert "Trang tính thiếu cột bắt buộc: Số điện thoại." in page
    assert "Cách chuẩn bị tệp" in page


def test_a_sheet_laid_aside_says_that_nothing_was_recorded(browser: Client, at: datetime) -> None:
    dose_import = waiting(browser, imports.sheet(imports.row()), at)
    browser.post(f"/co-so/nhap-tep/{dose_import.public_id}/huy/")
    assert "Không có mũi tiêm nào của tệp này được ghi." in page_of(browser, dose_import)
    again = browser.post(f"/co-so/nhap-tep/{dose_import.public_id}/ghi/")
    assert again.status_code == 409
    assert "không còn chờ bạn quyết định" in again.content.decode()


def test_a_polled_page_moves_on_when_the_work_is_done(browser: Client, at: datetime) -> None:
    dose_import = waiting(browser, imports.sheet(imports.row()), at)
    address = f"/co-so/nhap-tep/{dose_import.public_id}/"
    assert browser.get(address, headers={"HX-Request": "true"})["HX-Redirect"] == address


def test_the_preview_pages_by_row_number(
    browser: Client, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sotiem.portals.facility.views.sheets.ROWS_PER_PAGE", 1)
    dose_import = waiting(browser, imports.sheet(imports.row(), imports.row(**OTHER)), at)
    first = page_of(browser, dose_import)
    assert "Nguyễn Thị Bảo Lộc" in first
    assert "Lê Thị Gương" not in first
    assert "sau=2" in first
    second = page_of(browser, dose_import, "?nhom=moi&sau=2")
    assert "Lê Thị Gương" in second
    assert "sau=3" not in second


def test_text_of_a_sheet_is_shown_as_text_and_given_back_harmless(
    browser: Client, at: datetime
) -> None:
    row = imports.row(vaccine="<script>alert(1)</script>", lot="=1+1", facility="@SUM(A1)")
    dose_import = waiting(browser, imports.sheet(row), at)
    assert "<script>alert" not in page_of(browser, dose_import)
    given_back = browser.get(f"/co-so/nhap-tep/{dose_import.public_id}/ket-qua.xlsx")
    cells = read_sheets(given_back.content)[0].rows[1]
    assert "'=1+1" in cells
    assert "'@SUM(A1)" in cells


@pytest.mark.parametrize(
    ("verb", "ending"),
    [("get", ""), ("get", "ket-qua.xlsx"), ("post", "ghi/"), ("post", "huy/")],
)
def test_an_import_of_another_facility_is_as_if_it_did_not_exist(
    browser: Client, stranger: Client, at: datetime, verb: str, ending: str
) -> None:
    dose_import = waiting(browser, imports.sheet(imports.row()), at)
    address = f"/co-so/nhap-tep/{dose_import.public_id}/{ending}"
    assert getattr(stranger, verb)(address).status_code == 404
    assert DoseImport.objects.get().status == "ready"


@pytest.mark.parametrize("address", [HOME, UPLOAD, "/co-so/79101/tep-mau.xlsx", "/co-so/00000/"])
def test_another_facility_is_as_if_it_did_not_exist(stranger: Client, address: str) -> None:
    assert stranger.get(address).status_code == 404


def test_the_template_comes_with_instructions_for_this_facility(browser: Client) -> None:
    listed, explained = read_sheets(browser.get("/co-so/79101/tep-mau.xlsx").content)
    assert listed.rows[0][1] == "Họ và tên"
    assert any("79101" in row for row in explained.rows)


def test_a_page_of_the_preview_asks_a_fixed_number_of_questions(
    browser: Client, at: datetime, django_assert_num_queries: Any
) -> None:
    dose_import = waiting(browser, imports.sheet(imports.row(), imports.row(**OTHER)), at)
    with django_assert_num_queries(12):
        page_of(browser, dose_import)


def test_the_same_file_again_is_told_with_what_became_of_it_and_taken_with_one_button(
    browser: Client, at: datetime
) -> None:
    content = imports.sheet(imports.row())
    first = waiting(browser, content, at)
    told = send(browser, content, name="ban-sao.xlsx")
    page = told.content.decode()
    assert told.status_code == 422
    assert "Cơ sở đã gửi đúng tệp này" in page
    assert f'href="/co-so/nhap-tep/{first.public_id}/"' in page
    assert "Chờ bạn xem" in page
    again, key = f"/co-so/nhap-tep/{first.public_id}/nhap-lai/", str(uuid4())
    assert again in page
    for _ in range(2):
        assert browser.post(again, {"submission_key": key}).status_code == 302
    assert DoseImport.objects.count() == 2
    second = check_import(import_id=DoseImport.objects.latest("pk").pk, at=at)
    assert "giống hệt một tệp cơ sở đã gửi" in page_of(browser, second)
    assert browser.post(again).status_code == 302
    assert DoseImport.objects.count() == 2


def test_rows_and_sheets_that_were_not_read_are_told(browser: Client, at: datetime) -> None:
    total = {"STT": "Tổng cộng: 1"}
    page = page_of(browser, waiting(browser, imports.sheet(imports.row(), total), at))
    assert "1 dòng không đọc vì không phải người được tiêm" in page
    assert "Dòng 3" in page


def test_rows_of_several_sheets_are_told_with_their_sheet_and_approved_by_it(
    browser: Client, clerk: User, at: datetime
) -> None:
    lists = [
        imports.sheet_xml([list(imports.HEADERS), [row.get(h, "") for h in imports.HEADERS]])
        for row in (imports.row(), imports.row(**OTHER))
    ]
    found = waiting(browser, imports.workbook(*lists), at)
    assert "Trang 2" in page_of(browser, found)
    part = f"/co-so/nhap-tep/{found.public_id}/ghi-mot-phan/"
    asked = {"parts": "plain", "rows": "2", "submission_key": str(uuid4()), "sheet": ""}
    assert "Hãy chọn trang tính của các dòng đã ghi." in browser.post(part, asked).content.decode()
    assert browser.post(part, {**asked, "sheet": "1"}).status_code == 302
    assert ImportApproval.objects.get().rows == [1_000_002]
