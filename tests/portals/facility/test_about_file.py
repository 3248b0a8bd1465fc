"""A clerk is asked once what a file leaves open."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from sotiem.accounts.models import User
from sotiem.accounts.queries import staff_of
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.operations import cancel_import, check_import
from tests.factories import imports

PLAIN = {"name": "Lê Khánh Mẫu", "sex": "1", "number": "", "phone": "0912000111"}


@pytest.fixture
def sheet(clerk: User) -> DoseImport:
    rows = (imports.row(**PLAIN, born="03/04/1950"), imports.row(**PLAIN, born="04/30/1951"))
    return imports.checked(imports.sheet(*rows), by=staff_of(clerk, at=imports.AT))


def address(sheet: DoseImport, ending: str = "") -> str:
    return f"/co-so/nhap-tep/{sheet.public_id}/{ending}"


def test_a_file_that_asks_leads_to_its_questions(browser: Client, sheet: DoseImport) -> None:
    answer = browser.get(address(sheet))
    assert (answer.status_code, answer["Location"]) == (302, address(sheet, "cach-hieu/"))
    page = browser.get(address(sheet, "cach-hieu/")).content.decode()
    assert "Cột “Ngày sinh*” ghi ngày trước hay tháng trước?" in page
    assert "Mã số ở cột “Giới tính*” nghĩa là gì?" in page
    assert "ngày 3 tháng 4 năm 1950" in page
    assert "ngày 4 tháng 3 năm 1950" in page
    assert " checked" not in page


def test_answers_have_the_file_checked_and_are_told_on_its_page(
    browser: Client, sheet: DoseImport
) -> None:
    answered = {"q1": "month_first", "q2": "1_male_2_female"}
    assert browser.post(address(sheet, "cach-hieu/"), answered).status_code == 302
    check_import(import_id=sheet.pk, at=imports.AT)
    born = [row.facts["person"]["birth_date"] for row in ImportRow.objects.order_by("number")]
    assert born == ["1950-03-04", "1951-04-30"]
    page = browser.get(address(sheet)).content.decode()
    assert "Tệp được hiểu như thế nào" in page
    assert "1 là nam, 2 là nữ. Bạn đã chọn." in page
    assert address(sheet, "cach-hieu/") in page


def test_a_question_without_an_answer_is_named_and_nothing_is_lost(
    browser: Client, sheet: DoseImport
) -> None:
    answer = browser.post(address(sheet, "cach-hieu/"), {"q1": "month_first"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Hãy chọn một câu trả lời." in page
    assert page.count(" checked") == 1
    sheet.refresh_from_db()
    assert sheet.status == "asking"


def test_the_choice_that_stands_is_marked_when_it_is_to_be_changed(
    browser: Client, sheet: DoseImport
) -> None:
    answered = {"q1": "month_first", "q2": "1_male_2_female"}
    browser.post(address(sheet, "cach-hieu/"), answered)
    check_import(import_id=sheet.pk, at=imports.AT)
    page = browser.get(address(sheet, "cach-hieu/")).content.decode()
    assert page.count(" checked") == 2
    assert "Kiểm tra lại tệp" in page


def test_a_file_that_was_laid_aside_asks_nothing(
    browser: Client, sheet: DoseImport, clerk: User
) -> None:
    cancel_import(import_id=sheet.pk, by=staff_of(clerk, at=imports.AT), at=imports.AT)
    assert browser.get(address(sheet, "cach-hieu/"))["Location"] == address(sheet)


def test_a_clerk_of_another_facility_sees_no_question(stranger: Client, sheet: DoseImport) -> None:
    assert stranger.get(address(sheet, "cach-hieu/")).status_code == 404
    sent = urlencode({"q1": "month_first", "q2": "1_male_2_female"})
    answer = stranger.post(
        address(sheet, "cach-hieu/"), sent, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 404
