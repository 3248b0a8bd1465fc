"""Receipts to print: what stands on them, who gets one, what is left in the trail."""

import io
from typing import Final

import pytest
import zxingcpp
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from sotiem.accounts.facts import Role
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations.tell import tracking_address
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from sotiem.portals.receipts.paper import Receipt, drawn
from tests.factories import corrections, doses
from tests.portals.citizen.conftest import SignIn
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db

A5: Final = (420, 595)  # points


@pytest.fixture
def report(patient: Patient) -> CorrectionReport:
    return corrections.about(doses.dose(patient))


def text_of(pdf: bytes) -> str:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A5
    return " ".join(page.extract_text().split())


def of_sender(client: Client, report: CorrectionReport, *, language: str = "vi") -> bytes:
    client.cookies["django_language"] = language
    answer = client.get(f"/so-tiem/phan-anh/{report.tracking_code}/bien-nhan.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


def test_a_receipt_says_the_code_the_hours_and_where_to_ask_and_nothing_of_anybody(
    sign_in: SignIn, patient: Patient, report: CorrectionReport
) -> None:
    said = text_of(of_sender(sign_in(patient), report))
    for told in (report.tracking_code, "Trả lời phản ánh", "Trạm Y tế", "Giấy biên nhận phản ánh"):
        assert told in said
    assert report.reporter_phone not in said
    assert report.reporter_phone[-3:] in said
    assert patient.current.full_name not in said


def test_a_receipt_is_also_in_english(
    sign_in: SignIn, patient: Patient, report: CorrectionReport
) -> None:
    assert "Tracking code" in text_of(of_sender(sign_in(patient), report, language="en"))


def test_the_drawn_code_leads_to_the_public_page_of_the_report() -> None:
    address = tracking_address("PA-7KQ4-M2XD")
    receipt = Receipt(
        title="Giấy biên nhận phản ánh",
        code="PA-7KQ4-M2XD",
        lines=(("Nội dung", "Thông tin mũi tiêm sai"),),
        address=address,
        printed_at="14:05 12/10/2021",
    )
    picture = Image.open(io.BytesIO(drawn(receipt, form="png"))).convert("L")
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == address
    path = address.partition("/so-tiem/")[1] + address.partition("/so-tiem/")[2]
    assert Client().get(path).status_code == 404  # an address of this system; the code is not


def test_an_officer_prints_it_for_who_sits_across_the_desk_and_that_is_recorded(
    report: CorrectionReport,
) -> None:
    client = at_work((Role.OFFICER, "vn"))
    answer = client.get(f"/xu-ly/{report.public_id}/bien-nhan.pdf")
    assert report.tracking_code in text_of(answer.content)
    entry = AuditEntry.objects.get(action="receipt.printed")
    assert entry.patient_id == report.patient_id


def test_nobody_prints_another_ones_receipt(report: CorrectionReport, sign_in: SignIn) -> None:
    elsewhere = at_work((Role.OFFICER, "vn/2025:79"))
    assert elsewhere.get(f"/xu-ly/{report.public_id}/bien-nhan.pdf").status_code in (403, 404)
    stranger = sign_in(None, "0907654321")
    address = f"/so-tiem/phan-anh/{report.tracking_code}/bien-nhan.pdf"
    assert stranger.get(address).status_code in (403, 404)
    assert not AuditEntry.objects.filter(action="receipt.printed").exists()
