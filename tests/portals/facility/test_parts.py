"""A clerk records part of a sheet, sees what changed, and undoes a whole import."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import amend_dose
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport, ImportApproval
from sotiem.imports.operations import commit_import, finish_undo, record_approval
from sotiem.patients.facts import PatientReason
from sotiem.patients.operations import amend_patient
from tests.factories import imports, patients

PLAIN = {"name": "Lê Thị Mẫu", "born": "02/03/1950", "phone": "0912000111", "number": ""}
NOTED = {"name": "TRAN VAN MAU", "born": "1950", "sex": "Nam", "phone": "0912000222", "number": ""}


@pytest.fixture
def sheet(clerk: User) -> DoseImport:
    content = imports.sheet(imports.row(), imports.row(**PLAIN), imports.row(**NOTED))
    return imports.checked(content, by=staff_of(clerk, at=imports.AT))


def address(sheet: DoseImport, ending: str = "") -> str:
    return f"/co-so/nhap-tep/{sheet.public_id}/{ending}"


def read(browser: Client, sheet: DoseImport, ending: str = "") -> str:
    return browser.get(address(sheet, ending)).content.decode()


def key_on(page: str) -> str:
    found = re.search(r'name="submission_key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def approve(browser: Client, sheet: DoseImport, *parts: str, rows: str = "") -> Any:
    key = key_on(read(browser, sheet, "ghi-mot-phan/"))
    told = {"parts": parts, "rows": rows, "submission_key": key}
    return browser.post(address(sheet, "ghi-mot-phan/"), told)


def work(clerk: User) -> None:
    """What the job does."""
    approval = ImportApproval.objects.latest("pk")
    by = staff_of(clerk, at=imports.AT)
    record_approval(approval_id=approval.pk, by=by, at=timezone.now())


def test_one_part_is_recorded_and_the_rest_goes_on_waiting(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    page = read(browser, sheet, "ghi-mot-phan/")
    assert "Mũi mới, không có điều cần lưu ý (2 mũi)" in page
    assert approve(browser, sheet, "plain")["Location"] == address(sheet)
    assert "Đang ghi mũi tiêm" in read(browser, sheet)
    work(clerk)
    page = read(browser, sheet)
    assert "Đã ghi 2 mũi, phần còn lại chờ bạn." in page
    assert "Hủy tệp này" not in page
    assert Dose.objects.count() == 2


@pytest.mark.parametrize(
    "parts, rows, told",
    [
        ((), "", "Hãy chọn ít nhất một phần."),
        (("plain",), "hai", "Hãy ghi số dòng"),
        (("plain",), "9-2", "Hãy ghi số dòng"),
        (("plain",), "4", "Không có dòng nào vừa thuộc phần đã chọn"),
        (("changed",), "", "Phần này không còn chờ ghi."),
    ],
)
def test_a_choice_that_records_nothing_is_told(
    browser: Client, sheet: DoseImport, parts: tuple[str, ...], rows: str, told: str
) -> None:
    answer = approve(browser, sheet, *parts, rows=rows)
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_rows_are_named_as_people_write_them(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    approve(browser, sheet, "plain", "noted", rows="2; 4 - 9")
    assert ImportApproval.objects.get().rows == [2, *range(4, 10)]
    work(clerk)
    assert Dose.objects.count() == 2


def test_what_changed_is_shown_old_and_new_before_it_is_recorded(
    browser: Client, clerk: User
) -> None:
    known, by = patients.patient(), staff_of(clerk, at=imports.AT)
    sheet = imports.checked(imports.sheet(imports.row()), by=by)
    amend_patient(
        patient_id=known.pk,
        facts=replace(known.current.facts, cmnd="123456789", phone="0900000567"),
        reason=PatientReason.REPORT,
        origin="test",
        by=machine("test"),
        at=timezone.now(),
    )
    commit_import(import_id=sheet.pk, by=by, at=timezone.now())
    page = read(browser, sheet, "?nhom=thay-doi")
    assert "Đã thay đổi từ lúc tải lên" in page
    assert "trước: –; nay: ••••••789" in page
    assert "trước: •••••••567; nay: •••••••567 (khác số cũ)" in page
    assert "0901234567" not in page
    assert AuditEntry.objects.filter(action="patient.viewed", patient_id=known.pk).count() == 1
    approve(browser, sheet, "changed")
    work(clerk)
    assert Dose.objects.get().patient == known
    assert "Đã thay đổi từ lúc tải lên" not in read(browser, sheet)


def test_a_whole_import_is_undone_when_its_number_of_doses_is_typed(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    by = staff_of(clerk, at=imports.AT)
    commit_import(import_id=sheet.pk, by=by, at=imports.AT)
    assert address(sheet, "hoan-tac/") in read(browser, sheet)
    page = read(browser, sheet, "hoan-tac/")
    assert "Toàn bộ 3 mũi tiêm" in page
    refused = browser.post(address(sheet, "hoan-tac/"), {"reason": "nhầm tệp", "recorded": "2"})
    assert refused.status_code == 422
    assert "Số này khác số mũi tiêm của tệp." in refused.content.decode()
    told = {"reason": "nhầm tệp", "recorded": "3"}
    assert browser.post(address(sheet, "hoan-tac/"), told)["Location"] == address(sheet)
    assert "Đang hoàn tác tệp" in read(browser, sheet)
    finish_undo(import_id=sheet.pk, reason="nhầm tệp", by=by, at=timezone.now())
    assert "3 mũi tiêm của tệp này không còn tính nữa." in read(browser, sheet)
    assert not Dose.objects.counting().exists()


def test_what_was_built_on_an_import_is_told_instead_of_the_form(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    commit_import(import_id=sheet.pk, by=staff_of(clerk, at=imports.AT), at=imports.AT)
    dose = Dose.objects.select_related("current").order_by("pk")[0]
    amend_dose(
        dose_id=dose.pk,
        facts=replace(dose.current.facts, administered_on=date(2021, 9, 15)),
        reason=DoseReason.REPORT,
        origin="test",
        by=machine("test"),
        at=timezone.now(),
    )
    page = read(browser, sheet, "hoan-tac/")
    assert "Mũi tiêm đã được sửa sau khi ghi" in page
    assert "Dòng 2" in page
    assert "<textarea" not in page
    told = {"reason": "nhầm tệp", "recorded": "3"}
    assert browser.post(address(sheet, "hoan-tac/"), told).status_code == 422


@pytest.mark.parametrize("ending", ["ghi-mot-phan/", "hoan-tac/"])
def test_pages_of_another_facility_or_point_of_life_are_as_if_they_did_not_exist(
    browser: Client, stranger: Client, sheet: DoseImport, ending: str
) -> None:
    assert stranger.get(address(sheet, ending)).status_code == 404
    assert stranger.post(address(sheet, ending)).status_code == 404
    DoseImport.objects.update(status="cancelled")
    assert browser.get(address(sheet, ending)).status_code == 404


def test_the_work_list_names_what_waits_and_leads_to_it(
    browser: Client, stranger: Client, clerk: User
) -> None:
    patients.patient(replace(patients.facts(), cccd="", phone="0909999888"))
    sheet = imports.checked(imports.sheet(imports.row()), by=staff_of(clerk, at=imports.AT))
    page = browser.get("/co-so/79101/cho-xu-ly/").content.decode()
    assert address(sheet, "dong/2/1/nguoi/") in page
    assert "Có người gần giống" in page
    assert "079187001234" not in page
    other = browser.get("/co-so/79101/cho-xu-ly/?vi=dose_may_be_known").content.decode()
    assert "Không có dòng nào chờ." in other
    last = f"{sheet.public_id}.2.1"
    assert "Không có dòng nào chờ." in read_list(browser, f"?sau={last}")
    assert "Có người gần giống" in read_list(browser, "?sau=x&vi=x")
    assert stranger.get("/co-so/79101/cho-xu-ly/").status_code == 404


def read_list(browser: Client, query: str) -> str:
    return browser.get(f"/co-so/79101/cho-xu-ly/{query}").content.decode()


def test_results_come_line_by_line_in_the_reader_s_language(
    browser: Client, stranger: Client, clerk: User, sheet: DoseImport
) -> None:
    answer = browser.get(address(sheet, "ket-qua.csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    first, *lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert first == "\ufeffDòng,Mũi,outcome,codes,Kết quả,Trang tính"
    assert lines[0] == "2,1,new,,Sẽ được ghi.,"
    assert len(lines) == 3
    browser.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = browser.get(address(sheet, "ket-qua.csv"))
    assert b"Will be recorded" in b"".join(english.streaming_content)  # type: ignore[attr-defined]
    assert stranger.get(address(sheet, "ket-qua.csv")).status_code == 404
