from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificate_format import qr
from sotiem.certificates.models import Certificate
from sotiem.corrections.facts import DoseClaim, RefusalReason, ReportKind
from sotiem.corrections.operations import accept_report, refuse_report
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import record_doses
from sotiem.foundation import files
from sotiem.foundation.actors import machine
from sotiem.foundation.identifiers import new_submission_key
from sotiem.imports.models import DoseImport
from sotiem.patients.models import Patient
from tests.factories import certificates, confirmations, corrections, doses, patients, reference
from tests.factories.corrections import AT
from tests.portals.citizen.conftest import SignIn

pytestmark = pytest.mark.django_db
BOOK = "/so-tiem/ho-so/"
QUERIES_OF_THE_BOOK = 13  # and one more where a sheet is a source


@pytest.fixture
def dose(patient: Patient) -> Dose:
    return doses.dose(patient)


def accept(dose: Dose, claim: DoseClaim | None = None) -> str:
    report = corrections.about(dose, claim=claim or corrections.ANOTHER_DAY)
    officer = corrections.officer()
    corrections.taken_up(report, officer)
    accept_report(report_id=report.pk, note="Khớp với sổ tiêm", by=officer, at=AT)
    return report.tracking_code


def test_the_book_shows_doses_their_source_and_masked_numbers(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    response = sign_in(patient).get(BOOK)
    for shown in ("12/08/2021", "FK0112", "Trạm Y tế Bình Minh", "10:00 01/10/2021"):
        assert shown in response.text
    assert "079187001234" not in response.text
    assert "0901234567" not in response.text
    assert "•••••••••234" in response.text
    assert "no-store" in response["Cache-Control"]


def test_a_corrected_dose_shows_what_it_was_who_changed_it_and_why(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    code = accept(dose)
    text = sign_in(patient).get(BOOK).text
    assert "<del>12/08/2021</del>" in text
    assert "<ins>13/08/2021</ins>" in text
    assert f"theo phản ánh {code}: Khớp với sổ tiêm" in text
    assert "Trạm Y tế Bình Minh" in text


def test_a_withdrawn_dose_stays_visible_and_is_not_counted(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    later = doses.dose(patient, date(2021, 9, 15))
    report = corrections.about(dose, kind=ReportKind.NEVER_RECEIVED, claim=None)
    for officer in (first := corrections.officer(), corrections.officer()):
        if officer is first:
            corrections.taken_up(report, officer)
        accept_report(report_id=report.pk, note="Đúng", by=officer, at=AT)
    text = sign_in(patient).get(BOOK).text
    assert "Nhập nhầm, không tính" in text
    assert "Mũi 1: COVID-19 Vaccine AstraZeneca" in text
    assert "Mũi 2: COVID-19" not in text  # what is due next is no dose
    assert str(dose.public_id) not in text  # nothing to report about it
    assert str(later.public_id) in text


def test_an_empty_book_says_what_to_do(patient: Patient, sign_in: SignIn) -> None:
    text = sign_in(patient).get(BOOK).text
    assert "Hồ sơ chưa ghi mũi tiêm nào." in text
    assert "/so-tiem/bao-thieu/" in text
    assert "Chưa có giấy chứng nhận còn hiệu lực." in text


def test_open_and_closed_reports_are_listed_with_their_state(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    still, done = corrections.about(dose), corrections.about(dose)
    officer = corrections.officer()
    corrections.taken_up(done, officer)
    refuse_report(report_id=done.pk, reason=RefusalReason.SLIP_BLURRED, note="", by=officer, at=AT)
    text = sign_in(patient).get(BOOK).text
    opened, closed = text.split("Phản ánh đã xong")
    assert still.tracking_code in opened
    assert "Đã nhận, chờ cán bộ xem" in opened
    assert done.tracking_code in closed
    assert "Chưa được chấp nhận" in closed


def test_the_book_takes_the_same_queries_whatever_is_in_it(
    dose: Dose, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    client.get(BOOK)
    for day in (20, 25, 28):
        more = doses.dose(patient, date(2021, 9, day))
        accept(more, DoseClaim(lot_number="ABX500"))
        corrections.about(more)
    with CaptureQueriesContext(connection) as queries:
        client.get(BOOK)
    assert len(queries) == QUERIES_OF_THE_BOOK


def test_a_dose_says_when_its_facility_signed_it_or_that_it_has_yet_to(
    patient: Patient, sign_in: SignIn
) -> None:
    certificates.signing_key()
    doses.dose(patient)
    client = sign_in(patient)
    assert "Cơ sở đã ký xác nhận ngày 01/10/2021" in client.get(BOOK).text
    confirmations.after_review()
    doses.dose(patient, date(2021, 9, 20))
    assert "Chờ cơ sở ký xác nhận" in client.get(BOOK).text


def test_nobody_sees_the_dose_of_somebody_else(dose: Dose, sign_in: SignIn) -> None:
    other = patients.patient(patients.facts(full_name="Phạm Thị Khác", cccd=""))
    client = sign_in(other)
    assert str(dose.public_id) not in client.get(BOOK).text
    for page in ("bao-sai", "bao-khong-tiem"):
        assert client.get(f"/so-tiem/{page}/{dose.public_id}/").status_code == 404


def test_without_a_session_every_personal_page_leads_to_the_look_up(client: Client) -> None:
    for page in ("ho-so/", "nhat-ky/", "bao-thieu/", "chua-co-ho-so/", "phan-anh/PA-2222-2222/"):
        assert client.get(f"/so-tiem/{page}")["Location"].startswith("/so-tiem/?next=")


def test_a_corrected_dose_brings_a_new_certificate_and_the_old_one_is_told_as_replaced(
    patient: Patient, sign_in: SignIn
) -> None:
    certificates.signing_key()
    dose = doses.dose(patient)
    old = Certificate.objects.get()
    client = sign_in(patient)
    before = client.get(BOOK).text
    assert qr.svg(old.text) in before
    assert "Giấy chứng nhận đã thay hoặc thu hồi" not in before
    accept(dose)
    after = client.get(BOOK).text
    assert qr.svg(Certificate.objects.in_force().get().text) in after
    assert qr.svg(old.text) not in after
    assert "được thay lúc" in after


def test_a_dose_from_a_sheet_names_the_facility_and_the_row(
    patient: Patient, sign_in: SignIn
) -> None:
    sheet = DoseImport.objects.create(
        submission_key=new_submission_key(),
        facility=reference.facility("79102", "Trạm Y tế Hoà Bình"),
        file=files.store(b"sheet", media_type="text/plain", at=AT),
        file_name="danh sach.xlsx",
        uploaded_by="staff:x",
        uploaded_at=AT,
    )
    told = NewDose(patient_id=patient.pk, facts=doses.facts(), origin=f"{sheet.origin}#12")
    record_doses(doses=[told], reason=DoseReason.RECORDED, by=machine("test"), at=AT)
    assert "Tệp của Trạm Y tế Hoà Bình, dòng 12" in sign_in(patient).get(BOOK).text
