import io
from datetime import timedelta

import pytest
from django.test import Client
from PIL import Image

from sotiem.corrections.facts import RefusalReason, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import (
    accept_report,
    answer_reports,
    join_reports,
    refuse_report,
)
from sotiem.corrections.operations.tell import TRACKING_PAGE, tracking_address
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from sotiem.portals.citizen import words
from tests.factories import certificates, corrections, doses, patients
from tests.factories.corrections import AT
from tests.portals.citizen.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(patient: Patient) -> CorrectionReport:
    return corrections.about(doses.dose(patient))


def page(report: CorrectionReport, rest: str = "") -> str:
    return f"/so-tiem/phan-anh/{report.tracking_code}/{rest}"


def refuse(report: CorrectionReport) -> None:
    officer = corrections.officer()
    corrections.taken_up(report, officer)
    refuse_report(
        report_id=report.pk,
        reason=RefusalReason.SLIP_COVERED,
        note="Che mất ngày tiêm",
        by=officer,
        at=AT,
    )


def test_the_confirmation_tells_the_code_the_clock_and_what_comes_next(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    text = sign_in(patient).get(page(report, "da-gui/")).text
    for shown in (report.tracking_code, "9458/BYT-CNTT", "356/2025/NĐ-CP", "09:00 13/10/2021"):
        assert shown in text
    assert "Trạm Y tế Bình Minh xem phản ánh" in text


def test_an_open_report_shows_old_and_new_who_holds_it_and_its_photo(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    response = sign_in(patient).get(page(report))
    for shown in ("12/08/2021", "<mark>13/08/2021</mark>", "Đơn vị trả lời: Trạm Y tế Bình Minh"):
        assert shown in response.text
    photo = report.evidence.get()
    assert page(report, f"anh/{photo.public_id}/") in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_refusal_says_why_and_what_would_be_accepted(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    refuse(report)
    text = sign_in(patient).get(page(report)).text
    assert "Một phần của phiếu bị che." in text
    assert "Che mất ngày tiêm" in text
    assert "Hãy chụp lại cả tờ phiếu" in text
    assert report.dose is not None
    assert f"/so-tiem/bao-sai/{report.dose.public_id}/" in text
    assert "Rút phản ánh" not in text


def test_every_coded_refusal_has_its_words_and_its_next_step() -> None:
    assert words.REFUSALS.keys() == words.NEXT_STEPS.keys() == set(RefusalReason)


def test_an_accepted_report_keeps_showing_what_the_record_said_before(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    officer = corrections.officer()
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Khớp với sổ", by=officer, at=AT + timedelta(hours=1))
    text = sign_in(patient).get(page(report)).text
    assert "Hồ sơ của bạn đã được sửa." in text
    assert "Khớp với sổ" in text
    assert "12/08/2021" in text
    assert "<mark>13/08/2021</mark>" in text


def test_a_report_is_withdrawn_by_its_sender_with_a_post(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    assert client.get(page(report, "rut/")).status_code == 405
    text = client.post(page(report, "rut/"), follow=True).text
    assert "Bạn đã rút phản ánh" in text
    report.refresh_from_db()
    assert report.status == ReportStatus.WITHDRAWN
    assert client.post(page(report, "rut/")).status_code == 409


def test_nobody_reads_withdraws_or_looks_at_the_report_of_somebody_else(
    report: CorrectionReport, sign_in: SignIn
) -> None:
    other = patients.patient(patients.facts(full_name="Phạm Thị Khác", cccd=""))
    photo = report.evidence.get()
    for session in (other, None):
        client = sign_in(session)
        for rest in ("", "da-gui/", f"anh/{photo.public_id}/"):
            assert client.get(page(report, rest)).status_code == 403
        assert client.post(page(report, "rut/")).status_code == 403
    report.refresh_from_db()
    assert report.status == ReportStatus.SUBMITTED


def test_a_photo_is_the_clean_picture_and_is_kept_by_nobody_else(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    photo = report.evidence.get()
    client = sign_in(patient)
    response = client.get(page(report, f"anh/{photo.public_id}/"))
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.size == (photo.width, photo.height)
    other = corrections.wrong()
    assert client.get(page(report, f"anh/{other.evidence.get().public_id}/")).status_code == 404


def test_whoever_has_the_code_sees_the_state_and_the_clock_and_nothing_of_health(
    report: CorrectionReport, client: Client
) -> None:
    response = client.get(f"/so-tiem/tra-cuu/{report.tracking_code.lower()}")
    assert response.status_code == 200
    assert "Đã nhận, chờ cán bộ xem" in response.text
    assert "09:00 13/10/2021" in response.text
    hidden = (
        "AstraZeneca",
        "12/08/2021",
        "13/08/2021<",
        "Bình Minh",
        "Bảo Lộc",
        "sai",
        "0901234567",
    )
    for word in hidden:
        assert word not in response.text.split("<main")[1].split("</main")[0]


def test_a_code_of_no_report_is_answered_in_words(client: Client) -> None:
    response = client.get("/so-tiem/tra-cuu/PA-2222-2222")
    assert response.status_code == 404
    assert "Không có phản ánh nào mang mã này." in response.text


def test_a_typed_code_leads_to_its_page(report: CorrectionReport, client: Client) -> None:
    response = client.get("/so-tiem/tra-cuu/", {"ma": report.tracking_code.replace("-", " ")})
    assert response["Location"] == f"/so-tiem/tra-cuu/{report.tracking_code}"


def test_messages_name_the_page_that_exists(report: CorrectionReport, client: Client) -> None:
    address = tracking_address(report.tracking_code)
    path = address[address.index(TRACKING_PAGE) :]
    assert client.get(path).status_code == 200


def test_the_trail_tells_who_did_what_when_and_why(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    refuse(report)
    officer = corrections.officer()
    audit.record("correction_report.viewed", report, by=officer, at=AT, patient_id=patient.pk)
    text = sign_in(patient).get("/so-tiem/nhat-ky/").text
    for shown in (
        "Không chấp nhận phản ánh",
        "Che mất ngày tiêm",
        "Mở phản ánh và hồ sơ của bạn để xem xét",
        "Ghi một mũi tiêm",
        "Lập hồ sơ của bạn",
        "Trạm Y tế Bình Minh",
    ):
        assert shown in text
    assert text.index("Không chấp nhận phản ánh") < text.index("Ghi một mũi tiêm")


def test_the_trail_shows_each_entry_once_page_by_page(patient: Patient, sign_in: SignIn) -> None:
    officer = corrections.officer()
    for number in range(70):
        audit.record(
            "patient.viewed",
            patient,
            by=officer,
            at=AT + timedelta(minutes=number // 60),
            patient_id=patient.pk,
            reason=f"lý do {number:02}.",
        )
    client, shown = sign_in(patient), []
    path = "/so-tiem/nhat-ky/"
    while path:
        response = client.get(path)
        shown += [entry["why"] for entry in response.context["entries"] if entry["why"]]
        older = response.context["older"]
        path = f"/so-tiem/nhat-ky/?truoc={older.replace('+', '%2B')}" if older else ""
    assert shown == [f"lý do {number:02}." for number in reversed(range(70))]


def test_the_trail_of_somebody_else_is_not_shown(report: CorrectionReport, sign_in: SignIn) -> None:
    other = patients.patient(patients.facts(full_name="Phạm Thị Khác", cccd=""))
    text = sign_in(other).get("/so-tiem/nhat-ky/").text
    assert report.tracking_code not in text
    assert AuditEntry.objects.filter(patient_id=other.pk).count() == 1


@pytest.mark.parametrize("key", ["x", "2021-10-12", "2021-10-12T00:00:00+00:00~-1"])
def test_a_made_up_key_of_the_trail_is_no_page(key: str, patient: Patient, sign_in: SignIn) -> None:
    assert sign_in(patient).get("/so-tiem/nhat-ky/", {"truoc": key}).status_code == 404


def test_an_action_unknown_to_the_page_is_still_told() -> None:
    assert words.action_in_words("dose.read") == "Xem thông tin của bạn"
    assert words.action_in_words("dose.turned_round") == "Thao tác khác trên hồ sơ của bạn"


@pytest.mark.parametrize(
    ("path", "name"), [("vn", "Bộ Y tế"), ("vn/2025:79", "Thành phố Hồ Chí Minh")]
)
def test_a_unit_is_named_as_people_know_it(path: str, name: str) -> None:
    assert words.unit_in_words(path) == name


def test_a_refused_report_is_appealed_once_with_words(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    refuse(report)
    client = sign_in(patient)
    assert page(report, "khieu-nai/") in client.get(page(report)).text
    assert client.post(page(report, "khieu-nai/"), {"words": ""}).status_code == 422
    sent = client.post(page(report, "khieu-nai/"), {"words": "Xem mặt sau"})
    assert sent["Location"] == page(report, "da-gui/")
    text = client.get(page(report)).text
    assert "Bạn đề nghị cấp trên xem xét lại" in text
    assert page(report, "khieu-nai/") not in text
    again = client.get(page(report, "khieu-nai/"))
    assert again["Location"] == page(report)


def test_what_the_record_says_already_is_told_and_can_be_contradicted(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    answer_reports(report_ids=[report.pk], by=machine("triage"), at=AT)
    client = sign_in(patient)
    text = client.get(page(report)).text
    assert "nay đã ghi đúng như bạn khai" in text
    assert page(report, "chua-dung/") in text
    assert client.post(page(report, "chua-dung/"), {"words": ""}).status_code == 422
    sent = client.post(page(report, "chua-dung/"), {"words": "Ngày vẫn sai"})
    assert sent["Location"] == page(report, "da-gui/")
    text = client.get(page(report)).text
    assert "Bạn báo hồ sơ vẫn chưa đúng" in text
    again = client.get(page(report, "chua-dung/"))
    assert again["Location"] == page(report)


def test_a_joined_report_names_the_earlier_one_to_its_own_sender_alone(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    assert report.dose is not None
    later = corrections.about(report.dose)
    join_reports(joins={later.pk: report.pk}, by=machine("triage"), at=AT)
    client = sign_in(patient)
    assert report.tracking_code in client.get(page(later)).text
    CorrectionReport.objects.filter(pk=report.pk).update(reporter_phone="0907654321")
    text = client.get(page(later)).text
    assert "Đã có người phản ánh cùng nội dung" in text
    assert report.tracking_code not in text


def test_what_the_record_said_already_was_not_looked_at_by_an_officer(
    report: CorrectionReport, client: Client
) -> None:
    answer_reports(report_ids=[report.pk], by=machine("triage"), at=AT)
    text = client.get(f"/so-tiem/tra-cuu/{report.tracking_code}").text
    assert "Hồ sơ đã ghi như phản ánh" in text
    assert "đăng nhập để gửi cán bộ xem" in text
    assert "Đối chiếu với hồ sơ" in text
    assert "Cán bộ xem xét" not in text
    assert "hồ sơ đã sửa" not in text


def test_of_a_dose_that_was_never_received_nothing_is_claimed_but_that(
    patient: Patient, sign_in: SignIn
) -> None:
    dose = doses.dose(patient)
    report = corrections.said(ReportKind.NEVER_RECEIVED, patient, dose=dose)
    text = sign_in(patient).get(page(report)).text
    assert "12/08/2021" in text
    assert "Hồ sơ ghi" in text
    assert "Bạn cho biết" not in text


def test_a_certificate_that_was_issued_anew_is_not_told_as_a_record_that_was_mended(
    patient: Patient, sign_in: SignIn
) -> None:
    certificates.signing_key()
    doses.dose(patient)
    report = corrections.said(ReportKind.CERTIFICATE, patient)
    officer = corrections.officer()
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Mất giấy", by=officer, at=AT)
    text = sign_in(patient).get(page(report)).text
    assert "Giấy chứng nhận đã được cấp lại theo hồ sơ hiện nay." in text
    assert "Hồ sơ của bạn đã được sửa" not in text
