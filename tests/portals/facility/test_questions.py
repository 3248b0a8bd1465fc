"""A clerk answers for rows whose dose may be on record, page by page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import cancel_import, commit_import
from sotiem.portals.facility.refusals import result_of
from tests.factories import doses, imports, patients

OTHER = {"name": "Trần Văn Mẫu", "born": "02/03/1950", "sex": "Nam", "phone": "0912000111"}


@pytest.fixture
def sheet(clerk: User) -> DoseImport:
    """Two people, each with a dose on record the day before the one that the sheet tells."""
    other = patients.facts(
        full_name="Trần Văn Mẫu", birth_date="1950-03-02", sex="male", phone="0912000111", cccd=""
    )
    for known in (patients.facts(), other):
        doses.dose(patients.patient(known), date(2021, 9, 13))
    content = imports.sheet(imports.row(), imports.row(**OTHER, number=""))
    return imports.checked(content, by=staff_of(clerk, at=imports.AT))


def address(sheet: DoseImport, number: int = 2, ending: str = "") -> str:
    return f"/co-so/nhap-tep/{sheet.public_id}/dong/{number}/1/{ending}"


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def say(browser: Client, sheet: DoseImport, answer: str, number: int = 2) -> Any:
    page = browser.get(address(sheet, number)).content.decode()
    told = {"answer": answer, "seen": seen_on(page)}
    return browser.post(address(sheet, number, "tra-loi/"), told)


def list_of(browser: Client, sheet: DoseImport, query: str) -> str:
    return browser.get(f"/co-so/nhap-tep/{sheet.public_id}/{query}").content.decode()


def test_the_list_leads_to_a_page_that_lays_the_two_doses_side_by_side(
    browser: Client, sheet: DoseImport
) -> None:
    assert address(sheet) in list_of(browser, sheet, "?nhom=can-xem")
    page = browser.get(address(sheet)).content.decode()
    assert "Mũi này đã có trong hệ thống chưa?" in page
    assert "Nguyễn Thị Bảo Lộc, sinh 03/04/1987" in page
    assert "14/09/2021" in page
    assert "<mark>13/09/2021</mark>" in page
    assert "079187001234" not in page
    assert AuditEntry.objects.filter(action="patient.viewed").count() == 1


def test_an_answer_leads_to_the_next_row_and_can_be_undone_from_there(
    browser: Client, sheet: DoseImport
) -> None:
    answered = say(browser, sheet, "another")
    assert answered["Location"] == f"{address(sheet, 3)}?vua=2-1"
    page = browser.get(answered["Location"]).content.decode()
    assert "Vừa trả lời dòng 2: là một mũi khác." in page
    assert address(sheet, 2, "hoan-tac/") in page
    last = say(browser, sheet, "same", number=3)
    assert last["Location"] == f"/co-so/nhap-tep/{sheet.public_id}/?vua=3-1"
    assert (
        "Vừa trả lời dòng 3: chính là mũi đã ghi" in browser.get(last["Location"]).content.decode()
    )
    new = list_of(browser, sheet, "?nhom=moi")
    assert "Cơ sở đã trả lời: là một mũi khác." in new
    assert "Xem lại câu trả lời" in new
    undone = browser.post(address(sheet, 2, "hoan-tac/"))
    assert undone["Location"] == address(sheet)
    assert ImportRow.objects.get(number=2).outcome == "review"


def test_the_result_says_what_was_answered(browser: Client, sheet: DoseImport) -> None:
    say(browser, sheet, "same")
    row = ImportRow.objects.select_related("answer").get(number=2)
    told = "Đã có trong hệ thống, không ghi thêm. Cơ sở đã trả lời: chính là mũi đã ghi."
    assert result_of([row]) == told


def test_an_answer_after_the_sheet_was_recorded_records_the_dose_at_once(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    commit_import(import_id=sheet.pk, by=staff_of(clerk, at=imports.AT), at=imports.AT)
    assert "Mũi này được ghi thêm ngay" in browser.get(address(sheet)).content.decode()
    say(browser, sheet, "another")
    assert Dose.objects.count() == 3
    page = browser.get(address(sheet)).content.decode()
    assert "Mũi này đã có trong sổ tiêm của người này." in page
    browser.post(address(sheet, 2, "hoan-tac/"))
    assert Dose.objects.filter(current__status="completed").count() == 2


def test_no_answer_is_told_beside_the_field(browser: Client, sheet: DoseImport) -> None:
    refused = browser.post(address(sheet, 2, "tra-loi/"), {"seen": ""})
    assert refused.status_code == 422
    assert "Hãy chọn một câu trả lời." in refused.content.decode()


def test_what_changed_meanwhile_is_shown_before_it_is_answered_for(
    browser: Client, sheet: DoseImport
) -> None:
    shown = seen_on(browser.get(address(sheet)).content.decode())
    patient = ImportRow.objects.get(number=2).patient
    assert patient is not None
    doses.dose(patient, date(2021, 9, 17))
    told = {"answer": "another", "seen": shown}
    refused = browser.post(address(sheet, 2, "tra-loi/"), told)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "đã có câu trả lời khác hoặc có mũi tiêm mới" in page
    assert "<mark>17/09/2021</mark>" in page
    assert seen_on(page) != shown


@pytest.mark.parametrize("ending", ["", "tra-loi/", "hoan-tac/"])
def test_a_row_of_another_facility_is_as_if_it_did_not_exist(
    stranger: Client, sheet: DoseImport, ending: str
) -> None:
    ask = stranger.post if ending else stranger.get
    assert ask(address(sheet, 2, ending), {"answer": "same"}).status_code == 404
    assert not AuditEntry.objects.filter(action="patient.viewed").exists()


def test_a_row_that_does_not_ask_has_no_page(browser: Client, sheet: DoseImport) -> None:
    assert browser.get(address(sheet, 9)).status_code == 404
    ImportRow.objects.filter(number=2).update(outcome="refused")
    assert browser.get(address(sheet)).status_code == 404


def test_a_sheet_laid_aside_waits_for_no_answer(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    shown = seen_on(browser.get(address(sheet)).content.decode())
    cancel_import(import_id=sheet.pk, by=staff_of(clerk, at=imports.AT), at=imports.AT)
    page = browser.get(address(sheet)).content.decode()
    assert "Tệp này không còn chờ câu trả lời." in page
    assert "<fieldset" not in page
    told = {"answer": "another", "seen": shown}
    assert browser.post(address(sheet, 2, "tra-loi/"), told).status_code == 422
    assert ImportRow.objects.get(number=2).outcome == "review"


def test_the_page_of_a_row_asks_a_fixed_number_of_questions(
    browser: Client, sheet: DoseImport, django_assert_num_queries: Any
) -> None:
    browser.get(address(sheet))
    with django_assert_num_queries(16):
        browser.get(address(sheet))
