import pytest
from django.test import Client

from sotiem.accounts.queries import staff_of
from sotiem.corrections.facts import AcceptanceRule, Claims, ReportKind, Way
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.states import ReportStatus
from sotiem.desk.models import OpenPage
from sotiem.foundation.models import AuditEntry
from sotiem.triage.facts import Finding, Route, Sign, Weight
from tests.factories import corrections, doses, patients
from tests.factories import desk as desks
from tests.factories.corrections import AT
from tests.portals.review import desk

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_keys_are_told_in_words_and_switched_off_for_the_officer() -> None:
    user = desk.officer()
    client = desk.at_desk(user)
    assert "data-desk-keys" in page(client, "/xu-ly/")
    assert "Nhận phản ánh này" in page(client, "/xu-ly/phim-tat/")
    client.post("/xu-ly/phim-tat/chon/", {"phim": "tat"})
    for address in ("/xu-ly/", desk.case(corrections.wrong())):
        assert "data-desk-keys" not in page(client, address)
    assert "data-desk-keys" in page(desk.at_desk(), "/xu-ly/")
    client.post("/xu-ly/phim-tat/chon/", {"phim": "bat"})
    assert "data-desk-keys" in page(client, "/xu-ly/")


def test_an_officer_is_told_who_else_has_the_report_open() -> None:
    report, she, he = corrections.wrong(), desk.officer(), desk.officer()
    there, here = desk.at_desk(she), desk.at_desk(he)
    address = desk.case(report, "dang-mo/")
    assert there.post(address).content == b""
    told = here.post(address).content.decode()
    assert told == f"{she.first_name} đang mở phản ánh này."
    assert told in page(here, desk.case(report))
    assert there.post(address, {"roi-trang": "1"}).status_code == 204
    assert here.post(address).content == b""
    assert desk.at_desk(desk.officer("vn/2025:79")).post(address).status_code == 403
    assert OpenPage.objects.count() == 1


def test_what_the_next_case_needs_is_read_and_nothing_of_it_told() -> None:
    user = desk.officer()
    client = desk.at_desk(user)
    person = patients.patient()
    first = desk.taken_up(client, corrections.about(doses.dose(person)))
    second = desk.taken_up(client, corrections.missing(person))
    shown = page(client, desk.case(first))
    assert f'<link rel="prefetch" href="{desk.case(second, "chuan-bi/")}">' in shown
    assert f"Phản ánh tiếp theo của tôi: {second.tracking_code}" in shown
    before = AuditEntry.objects.count()
    warm = client.get(desk.case(second, "chuan-bi/"))
    assert (warm.status_code, warm.content) == (204, b"")
    assert "no-store" in warm["Cache-Control"]
    assert AuditEntry.objects.count() == before
    assert (
        desk.at_desk(desk.officer("vn/2025:79")).get(warm.request["PATH_INFO"]).status_code == 403
    )


def test_what_speaks_for_and_against_a_report_is_told_in_words() -> None:
    report = corrections.wrong()
    desks.advised(
        report,
        Finding(Sign.LOT_KNOWN, Weight.FOR, {"lot": "FK0112"}),
        Finding(Sign.SLIP_DIFFERS, Weight.AGAINST, {"fields": "given_on lot"}),
        Finding(Sign.NO_PHOTO, Weight.OPEN),
        route=Route.LOOK,
    )
    shown = page(desk.at_desk(), desk.case(report))
    for words in (
        "Cần xem kỹ",
        "Lô FK0112 là lô đã biết của vắc xin này.",
        "Máy đọc phiếu: khác ở ngày tiêm, số lô.",
        "Không có ảnh giấy tờ.",
    ):
        assert words in shown
    assert "Đồng ý theo đề xuất" not in shown


def test_one_key_agrees_on_the_grounds_that_were_shown() -> None:
    report, user = corrections.wrong(), desk.officer()
    desks.advised(report)
    client = desk.at_desk(user)
    shown = page(client, desk.case(report))
    assert 'data-key="Enter"' in shown
    assert "Trạm Y tế trả lời: có tiêm." in shown
    for _ in range(2):
        assert client.post(desk.case(report, "theo-de-xuat/")).status_code == 302
    decision = Decision.objects.get()
    assert (decision.way, decision.rule) == (Way.ONE_KEY, AcceptanceRule.FACILITY_CONFIRMS)
    assert decision.note == "Trạm Y tế trả lời: có tiêm."
    assert "Cơ sở tiêm xác nhận" in page(client, desk.case(report))


def test_a_proposal_that_is_gone_is_not_agreed_to() -> None:
    report = corrections.wrong()
    row = desks.advised(report)
    row.route = Route.LOOK
    row.save()
    answer = desk.at_desk().post(desk.case(report, "theo-de-xuat/"))
    assert answer.status_code == 422
    assert "đề xuất không còn" in answer.content.decode()


def test_one_key_is_not_offered_to_who_recorded_the_dose() -> None:
    user = desk.officer()
    own = corrections.about(doses.dose(patients.patient(), by=staff_of(user, at=AT)))
    desks.advised(own)
    assert "Đồng ý theo đề xuất" not in page(desk.at_desk(user), desk.case(own))


def test_where_another_person_is_meant_one_key_is_offered_only_where_it_is_plain_who() -> None:
    report = corrections.said(
        ReportKind.TWO_RECORDS,
        patients.patient(),
        Claims(person=corrections.newcomer()),
    )
    desks.advised(report, Finding(Sign.OTHER_RECORD_CERTAIN, Weight.FOR))
    client = desk.at_desk(desk.officer("vn"))
    assert "Đồng ý theo đề xuất" not in page(client, desk.case(report))
    assert client.post(desk.case(report, "theo-de-xuat/")).status_code == 422
    assert CorrectionReport.objects.get().status == ReportStatus.SUBMITTED


def test_the_ground_that_the_evidence_names_is_chosen_and_a_decision_names_one() -> None:
    report = corrections.wrong()
    desks.advised(report, Finding(Sign.ROW_WAITS, Weight.FOR, {"number": "1"}), route=Route.LOOK)
    client = desk.at_desk()
    desk.taken_up(client, report)
    shown = " ".join(page(client, desk.case(report)).split())
    assert 'value="held_row" checked' in shown
    answer = client.post(desk.case(report, "dong-y/"), {"dongy-note": "Khớp"})
    assert answer.status_code == 422
    assert "Hãy chọn điều mà quyết định dựa vào." in answer.content.decode()
