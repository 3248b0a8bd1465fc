"""A facility answers what it is asked about reports: on the page, in bulk, and by a sheet."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from sotiem.corrections.facts import Answer
from sotiem.corrections.operations import ask_facility
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.foundation.models import AuditEntry
from sotiem.imports.rules.workbook import read_sheets
from sotiem.imports.rules.writing import written
from tests.factories import corrections, doses, patients
from tests.factories.corrections import AT

LIST = "/co-so/79101/cau-hoi/"
GROUP = f"{LIST}nhom/?ngay=2021-08-13&lo=FK0112"


@pytest.fixture
def questions(clerk: object) -> list[FacilityQuestion]:
    names = ("Nguyễn Thị Một", "Trần Văn Hai", "Lê Thị Ba")
    people = [patients.patient(patients.facts(full_name=name, cccd="")) for name in names]
    officer = corrections.officer()
    reports = [corrections.taken_up(corrections.about(doses.dose(one)), officer) for one in people]
    return [ask_facility(report_id=report.pk, words="", by=officer, at=AT) for report in reports]


def said() -> list[str]:
    return list(FacilityQuestion.objects.order_by("pk").values_list("answer", flat=True))


def rows(content: bytes) -> list[list[str]]:
    return read_sheets(content)[0].rows


def sent(browser: Client, table: list[list[str]]) -> HttpResponse:
    sheet = SimpleUploadedFile("tra-loi.xlsx", written([("Câu hỏi", table)]))
    return browser.post(f"{LIST}gui-tep/", {"sheet": sheet})  # type: ignore[return-value]


def test_the_list_names_days_and_lots_and_nobody(
    browser: Client, questions: list[FacilityQuestion]
) -> None:
    page = browser.get(LIST).content.decode()
    assert "13/08/2021, lô FK0112" in page
    assert "Nguyễn Thị Một" not in page


def test_the_people_of_a_day_and_lot_are_shown_and_their_trails_say_so(
    browser: Client, questions: list[FacilityQuestion]
) -> None:
    page = browser.get(GROUP).content.decode()
    assert "những người này không? (3 người)" in page
    assert "Trần Văn Hai" in page
    read = AuditEntry.objects.filter(action="patient.viewed")
    assert set(read.values_list("patient_id", flat=True)) == {
        question.report.patient_id for question in questions
    }


def test_one_row_is_answered_and_the_others_wait(
    browser: Client, questions: list[FacilityQuestion]
) -> None:
    keys = [str(question.public_id) for question in questions]
    given = {"cau": keys, f"{keys[1]}-answer": "yes_but", f"{keys[1]}-actual_on": "14/08/2021"}
    page = browser.post(f"{LIST}tra-loi/", given, follow=True).content.decode()
    assert "Câu trả lời vừa ghi: 1" in page
    assert said() == ["", Answer.YES_BUT, ""]


def test_all_that_have_no_answer_are_answered_with_one_button(
    browser: Client, questions: list[FacilityQuestion]
) -> None:
    keys = [str(question.public_id) for question in questions]
    browser.post(f"{LIST}tra-loi/", {"cau": keys, f"{keys[0]}-answer": "no", "con-lai": "yes"})
    assert said() == [Answer.NO, Answer.YES, Answer.YES]


def test_what_says_nothing_is_told_by_the_person_s_name(
    browser: Client, questions: list[FacilityQuestion]
) -> None:
    key = str(questions[0].public_id)
    answer = browser.post(f"{LIST}tra-loi/", {"cau": [key], f"{key}-answer": "yes_but"})
    assert answer.status_code == 422
    assert "Nguyễn Thị Một: Hãy ghi điều khác" in answer.content.decode()


def test_a_filled_sheet_is_taken_and_its_bad_rows_are_told(
    browser: Client, questions: list[FacilityQuestion]
) -> None:
    table = rows(b"".join(browser.get(f"{LIST}danh-sach.xlsx")))
    assert table[1][1:3] == ["Nguyễn Thị Một", "03/04/1987"]
    table[1][7] = "Có"
    table[2][7:10] = ["CÓ, nhưng khác", "14/8/2021", "FK0113"]
    table[3][7] = "chắc có"
    page = sent(browser, table).content.decode()
    assert "Câu trả lời vừa ghi: 2." in page
    assert "Cột trả lời chỉ nhận" in page
    assert said() == [Answer.YES, Answer.YES_BUT, ""]
    again = sent(browser, table).content.decode()
    assert "Câu trả lời vừa ghi: 0." in again
    assert "Dòng được bỏ qua: 2" in again


def test_a_sheet_that_is_none_is_told(browser: Client, questions: list[FacilityQuestion]) -> None:
    assert "Mã câu hỏi" in sent(browser, [["Họ tên"], ["A"]]).content.decode()
    broken = SimpleUploadedFile("a.xlsx", BytesIO(b"PK nothing").read())
    assert browser.post(f"{LIST}gui-tep/", {"sheet": broken}).status_code == 422
    assert browser.post(f"{LIST}gui-tep/").status_code == 422


def test_another_facility_neither_sees_nor_answers(
    stranger: Client, questions: list[FacilityQuestion]
) -> None:
    assert stranger.get(LIST).status_code == 404
    keys = [str(question.public_id) for question in questions]
    other = stranger.post("/co-so/79102/cau-hoi/tra-loi/", {"cau": keys, "con-lai": "yes"})
    assert other.status_code == 302
    assert said() == ["", "", ""]
