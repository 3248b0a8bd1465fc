"""A clerk says of rows whose person may be on record who it is, page by page."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.doses.models import Dose
from sotiem.foundation.models import AuditEntry
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import commit_import
from sotiem.patients.models import Patient
from sotiem.portals.facility.refusals import result_of
from tests.factories import imports, patients, population

OTHER = {"name": "Trần Văn Mẫu", "born": "02/03/1950", "sex": "Nam", "phone": "0912000111"}


@pytest.fixture
def sheet(clerk: User) -> DoseImport:
    """Two people, each of whom may be somebody on record with another phone."""
    patients.patient(replace(patients.facts(), cccd="", phone="0909999888"))
    patients.patient(
        patients.facts(
            full_name="Trần Văn Mẫu", birth_date="1950-03-02", sex="male", phone="", cccd=""
        )
    )
    content = imports.sheet(imports.row(), imports.row(**OTHER, number=""))
    return imports.checked(content, by=staff_of(clerk, at=imports.AT))


def address(sheet: DoseImport, number: int = 2, ending: str = "") -> str:
    return f"/co-so/nhap-tep/{sheet.public_id}/dong/{number}/1/nguoi/{ending}"


def seen_on(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def say(browser: Client, sheet: DoseImport, answer: str, number: int = 2) -> Any:
    page = browser.get(address(sheet, number)).content.decode()
    told = {"answer": answer, "seen": seen_on(page)}
    return browser.post(address(sheet, number, "tra-loi/"), told)


def test_the_list_leads_to_a_page_that_lays_the_people_side_by_side(
    browser: Client, sheet: DoseImport
) -> None:
    home = browser.get("/co-so/79101/").content.decode()
    assert "2 mũi cần bạn trả lời" in home
    listed = browser.get(f"/co-so/nhap-tep/{sheet.public_id}/?nhom=can-xem").content.decode()
    assert address(sheet) in listed
    page = browser.get(address(sheet)).content.decode()
    assert "Người trong tệp là ai?" in page
    assert "Người 1, đang lưu" in page
    assert "Câu 1 trên 2" in page
    assert "điện thoại" in page
    for hidden in ("079187001234", "0901234567", "0909999888"):
        assert hidden not in page
    assert AuditEntry.objects.filter(action="patient.viewed").count() == 1


def test_what_the_population_registry_says_stands_on_the_card_of_someone_on_record(
    browser: Client, sheet: DoseImport
) -> None:
    page = browser.get(address(sheet)).content.decode()
    assert "chưa đối chiếu" in page
    for someone in Patient.objects.all():
        population.checked(someone, differs=("number",))
    assert "khác ở số giấy tờ" in browser.get(address(sheet)).content.decode()


def test_an_answer_leads_to_the_next_row_and_can_be_undone_from_there(
    browser: Client, sheet: DoseImport
) -> None:
    answered = say(browser, sheet, "keep-1")
    assert answered["Location"] == f"{address(sheet, 3)}?vua=2-1"
    page = browser.get(answered["Location"]).content.decode()
    assert "Vừa trả lời dòng 2: là người đang lưu." in page
    assert "Câu 2 trên 2" in page
    last = say(browser, sheet, "both", number=3)
    assert last["Location"] == f"/co-so/nhap-tep/{sheet.public_id}/?vua=3-1"
    undone = browser.post(address(sheet, 2, "hoan-tac/"))
    assert undone["Location"] == address(sheet)
    assert ImportRow.objects.get(number=2).outcome == "review"


def test_a_recorded_sheet_records_the_row_at_once(
    browser: Client, clerk: User, sheet: DoseImport
) -> None:
    commit_import(import_id=sheet.pk, by=staff_of(clerk, at=imports.AT), at=imports.AT)
    assert "điền phần còn trống: số căn cước" in browser.get(address(sheet)).content.decode()
    say(browser, sheet, "use-1")
    assert Dose.objects.get().patient.current.cccd == "079187001234"
    row = ImportRow.objects.select_related("decision").get(number=2)
    assert "bổ sung từ tệp" in result_of([row])
    browser.post(address(sheet, 2, "hoan-tac/"))
    assert Dose.objects.get().current.status == "entered_in_error"
    assert not Patient.objects.exclude(current__cccd="").exists()


def test_no_answer_is_told_beside_the_field(browser: Client, sheet: DoseImport) -> None:
    for told in ({"seen": ""}, {"seen": "", "answer": "keep-9"}):
        refused = browser.post(address(sheet, 2, "tra-loi/"), told)
        assert refused.status_code == 422
        assert "Hãy chọn một câu trả lời" in refused.content.decode()


def test_whoever_came_meanwhile_is_shown_before_it_is_decided(
    browser: Client, sheet: DoseImport
) -> None:
    shown = seen_on(browser.get(address(sheet)).content.decode())
    patients.patient(replace(patients.facts(), cccd="", phone="0909999777"))
    told = {"answer": "both", "seen": shown}
    refused = browser.post(address(sheet, 2, "tra-loi/"), told)
    assert refused.status_code == 422
    assert "Người 2, đang lưu" in refused.content.decode()


@pytest.mark.parametrize("ending", ["", "tra-loi/", "hoan-tac/"])
def test_a_row_of_another_facility_is_as_if_it_did_not_exist(
    stranger: Client, sheet: DoseImport, ending: str
) -> None:
    ask = stranger.post if ending else stranger.get
    assert ask(address(sheet, 2, ending), {"answer": "both"}).status_code == 404
    assert not AuditEntry.objects.filter(action="patient.viewed").exists()


def test_a_row_that_does_not_ask_has_no_page(browser: Client, sheet: DoseImport) -> None:
    ImportRow.objects.filter(number=2).update(outcome="refused")
    assert browser.get(address(sheet)).status_code == 404
