from datetime import date, timedelta

import pytest
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.corrections.facts import (
    Answer,
    Claims,
    FacilityAnswer,
    PersonChange,
    PersonClaim,
    ReportKind,
)
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import answer_questions, climb_overdue
from sotiem.corrections.unit_models import FacilityQuestion
from sotiem.facilities.models import Facility
from tests.factories import accounts, corrections, doses, patients, reference
from tests.factories.corrections import AT
from tests.portals.review import desk

pytestmark = pytest.mark.django_db
LOC = patients.facts()
MISTER_BA = patients.facts(full_name="Trần Văn Ba", phone="0912345678", cccd="079091004321")


def send(report: CorrectionReport, unit: str, note: str = "Phiếu mang dấu nơi khác") -> str:
    sent = {"chuyen-unit": unit, "chuyen-note": note}
    address = desk.case(report, "chuyen-don-vi/")
    return desk.at_desk().post(address, sent, follow=True).content.decode()


def test_a_report_is_sent_to_a_unit_by_its_code_and_the_queue_says_so() -> None:
    report = corrections.wrong()
    other = Facility.objects.exclude(pk=reference.facility().pk).first()
    assert "Đã chuyển phản ánh" in send(report, other.code if other else "79")
    report.refresh_from_db()
    assert report.path == (other.path if other else "vn/2025:79")


def test_a_unit_that_nobody_knows_and_a_missing_reason_are_told_on_the_page() -> None:
    report = corrections.wrong()
    assert "Không có đơn vị nào mang mã hoặc tên này" in send(report, "Xứ Mộng Mơ")
    assert "Hãy ghi vì sao" in send(report, reference.facility().code, "")
    assert "Phản ánh đang ở chính đơn vị này" in send(report, reference.facility().code)


def test_a_report_that_climbed_says_so_in_the_queue_and_on_its_page() -> None:
    report = corrections.wrong()
    climb_overdue(at=report.answer_due_at + timedelta(hours=1))
    client = desk.at_desk()
    assert "Đã lên cấp trên" in client.get("/xu-ly/").content.decode()
    page = client.get(desk.case(report)).content.decode()
    assert f"Phản ánh đã leo cấp: {reference.facility().name} chưa trả lời" in page
    assert "Chuyển lên cấp trên vì quá hạn trả lời" in page


def test_the_facility_is_asked_from_the_case_and_its_answer_stands_there() -> None:
    report, user = corrections.wrong(), desk.officer()
    client = desk.at_desk(user)
    desk.taken_up(client, report)
    asked = client.post(desk.case(report, "hoi-co-so/"), {"hoi-words": "Sổ ghi gì?"}, follow=True)
    assert "Đã hỏi cơ sở tiêm." in asked.content.decode()
    question = FacilityQuestion.objects.get()
    answer_questions(
        facility=reference.facility(),
        answers=[FacilityAnswer(question=question.public_id, answer=Answer.NO, note="Không có sổ")],
        by=accounts.staff((Role.CLERK, reference.facility().path)),
        at=AT,
    )
    page = client.get(desk.case(report)).content.decode()
    assert "Cơ sở trả lời: không tiêm" in page
    assert "Không có sổ" in page


def test_more_time_is_taken_from_the_case_and_told_there() -> None:
    report = corrections.about(doses.dose(patients.patient()), at=timezone.now())
    client = desk.at_desk()
    given = {"vi-sao-note": "Chờ sổ giấy"}
    page = client.post(desk.case(report, "gia-han/"), given, follow=True).content.decode()
    assert "Đã gia hạn." in page
    assert client.post(desk.case(report, "gia-han/"), {"vi-sao-note": ""}).status_code == 422


def test_a_refused_report_is_opened_again_from_its_case() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    desk.refuse(client, report)
    given = {"vi-sao-note": "Đọc nhầm ngày"}
    page = client.post(desk.case(report, "mo-lai/"), given, follow=True).content.decode()
    assert "Đã mở lại phản ánh." in page
    assert "Ngày tiêm khai khác với ngày trên giấy" in page  # the earlier decision stays


def test_an_accepted_report_is_undone_from_its_case_which_shows_first_what_is_taken_back() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    desk.accept(client, report)
    page = client.get(desk.case(report)).content.decode()
    assert "Mũi tiêm trở lại như trước khi sửa." in page
    given = {"vi-sao-note": "Nhìn nhầm dòng"}
    page = client.post(desk.case(report, "hoan-tac/"), given, follow=True).content.decode()
    assert "Đã hoàn tác." in page
    assert "Đồng ý" in page  # the earlier decision stays
    assert "Nhìn nhầm dòng" in page
    report.refresh_from_db()
    assert report.dose is not None
    assert report.dose.current.administered_on == date(2021, 8, 12)


def test_undoing_asks_for_a_reason_and_is_not_offered_before_a_report_is_accepted() -> None:
    report, client = corrections.wrong(), desk.at_desk()
    desk.taken_up(client, report)
    assert "hoan-tac/" not in client.get(desk.case(report)).content.decode()
    desk.accept(client, report)
    assert client.post(desk.case(report, "hoan-tac/"), {"vi-sao-note": ""}).status_code == 422


def test_of_each_ending_the_page_says_what_undoing_would_do() -> None:
    patient, other = patients.patient(), patients.patient(patients.facts(cccd=""))
    client = desk.at_desk(desk.officer("vn"))
    named = PersonClaim(full_name=LOC.full_name, birth_date=LOC.birth_date, phone=LOC.phone)
    change = Claims(change=PersonChange(full_name="Nguyễn Thị Bảo Ngọc"))
    dose = doses.dose(patient)
    for report, words in (
        (corrections.missing(patient), "Mũi tiêm đã thêm bị đánh dấu là nhập nhầm"),
        (corrections.said(ReportKind.PERSON_WRONG, patient, change), "Thông tin cá nhân trở lại"),
        (corrections.said(ReportKind.TWO_RECORDS, patient, Claims(person=named)), "được tách ra"),
        (corrections.said(ReportKind.NEVER_RECEIVED, patient, dose=dose), "được tính lại"),
    ):
        desk.taken_up(client, report)
        for each in (client, desk.at_desk(desk.officer("vn"))):
            desk.accept(each, report, whose=str(other.public_id))
        assert words in client.get(desk.case(report)).content.decode()


def test_no_facility_is_to_be_asked_where_a_report_names_none() -> None:
    asked = desk.at_desk().get(desk.case(corrections.wrong())).text
    assert "Cần cơ sở xác nhận?" in asked
    report = corrections.said(ReportKind.CERTIFICATE, patients.patient(MISTER_BA))
    assert "Cần cơ sở xác nhận?" not in desk.at_desk().get(desk.case(report)).text
