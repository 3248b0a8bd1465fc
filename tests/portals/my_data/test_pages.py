"""All of one's data, and the request to have some deleted, page by page."""

import io
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from sotiem.accounts.facts import Role
from sotiem.data_requests.models import DataAnswer, DataRequest
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from tests.factories import corrections, doses, patients
from tests.factories.registrations import registration
from tests.portals.office.people import at_work

pytestmark = pytest.mark.django_db
HOME, EXPORT = "/so-tiem/du-lieu-cua-toi/", "/so-tiem/du-lieu-cua-toi/tai-ve/"
ASK = "/so-tiem/du-lieu-cua-toi/yeu-cau-xoa/"
Reader = Callable[[bytes], str]


@pytest.fixture
def patient() -> Patient:
    made = patients.patient()
    doses.dose(made)
    return made


def signed_in(patient: Patient | None, phone: str = "0901234567") -> Client:
    client = Client()
    session = client.session
    session["citizen"] = {
        "phone": phone,
        "patient_id": patient.pk if patient else None,
        "patient_public_id": str(patient.public_id) if patient else "",
        "until": (timezone.now() + timedelta(minutes=30)).isoformat(),
    }
    session.save()
    return client


def words_of(pdf: bytes) -> str:
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"\s+", " ", text)


def asked(client: Client, *items: str) -> DataRequest:
    key = client.get(ASK).context["form"]["submission_key"].value()
    answer = client.post(ASK, {"submission_key": key, "items": items, "words": "Tôi đổi ý"})
    assert answer.status_code == 302, answer.text
    return DataRequest.objects.latest("pk")


def test_json_and_pdf_tell_the_same_facts(patient: Patient) -> None:
    corrections.about(doses.dose(patient, date(2021, 9, 20)))
    registration()
    client = signed_in(patient)
    told = client.post(EXPORT, {"form": "json"})
    assert told["Content-Disposition"].startswith("attachment")
    assert told["Cache-Control"].startswith(("no-store", "max-age=0"))
    facts = json.loads(told.content)
    text = words_of(client.post(EXPORT, {"form": "pdf"}).content)
    assert "1 / " in text
    assert "Tính đến" in text
    for chain in facts["patient"]:
        assert chain["versions"][0]["name"] in text
    for chain in facts["immunization"]:
        assert chain["versions"][0]["lotNumber"] in text
    for each in (*facts["task"], *facts["appointmentRequest"]):
        assert each["identifier"] in text
    assert AuditEntry.objects.filter(action="data.exported", patient_id=patient.pk).count() == 2


def test_the_english_page_makes_an_english_document(patient: Patient) -> None:
    client = signed_in(patient)
    client.cookies["django_language"] = "en"
    text = words_of(client.post(EXPORT, {"form": "pdf"}).content)
    assert "My data in Sổ Tiêm" in text
    assert "Mũi tiêm" not in text


def test_a_sixth_file_a_day_is_refused_in_words(patient: Patient) -> None:
    client = signed_in(patient)
    for _ in range(5):
        assert client.post(EXPORT, {"form": "json"}).status_code == 200
    refused = client.post(EXPORT, {"form": "json"})
    assert refused.status_code == 429
    assert "quá nhiều lần" in refused.text
    assert client.get(EXPORT).status_code == 405


def test_who_is_not_on_record_has_the_page_too() -> None:
    client = signed_in(None)
    assert "Bạn chưa có hồ sơ" in client.get(HOME).text
    assert json.loads(client.post(EXPORT, {}).content)["patient"] == []


def test_a_request_gets_its_code_its_clock_and_a_formal_letter(patient: Patient) -> None:
    registration()
    client = signed_in(patient)
    request = asked(client, "record", "registrations")
    page = client.get(f"{HOME}yeu-cau/{request.code}/").text
    assert request.code in page
    assert "Hạn trả lời" in page
    officer = at_work((Role.OFFICER, "vn"))
    assert request.code in officer.get("/xu-ly/yeu-cau-du-lieu/").text
    case = f"/xu-ly/yeu-cau-du-lieu/{request.public_id}/"
    assert "Nguyễn Thị Bảo Lộc" in officer.get(case).text
    assert officer.post(case, {"record": "kept_by_law"}).status_code == 422
    verdicts = {"record": "kept_by_law", "registrations": "delete", "words": "Xin cảm ơn."}
    officer.post(case, verdicts)
    officer.post(case, verdicts)  # a double click
    answer = DataAnswer.objects.get()
    page = client.get(f"{HOME}yeu-cau/{request.code}/").text
    assert answer.number in page
    assert "Đề nghị xem xét lại" in page
    letter = client.get(f"{HOME}yeu-cau/{request.code}/cong-van-1.pdf")
    text = words_of(letter.content)
    for words in (
        answer.number, "Kính gửi: Nguyễn Thị Bảo Lộc", request.code, "Nghị định 104/2016",
        "Đã xóa: 1", "Không xóa", "Xin cảm ơn.", "khiếu nại", "phiên bản cũ",
    ):  # fmt: skip
        assert words in text, words
    assert words_of(officer.get(f"{case}cong-van-1.pdf").content) == text
    assert client.get(f"{HOME}yeu-cau/{request.code}/cong-van-2.pdf").status_code == 404
    assert Patient.objects.filter(pk=patient.pk).exists()


def test_more_time_needs_a_reason_and_is_shown(patient: Patient) -> None:
    client, officer = signed_in(patient), at_work((Role.OFFICER, "vn"))
    request = asked(client, "email")
    case = f"/xu-ly/yeu-cau-du-lieu/{request.public_id}/"
    assert officer.post(f"{case}gia-han/", {"reason": ""}).status_code == 422
    officer.post(f"{case}gia-han/", {"reason": "Chờ xác minh"})
    assert "Chờ xác minh" in client.get(f"{HOME}yeu-cau/{request.code}/").text
    assert "Cần thêm thời gian" not in officer.get(case).text


def test_an_appeal_is_answered_by_another_officer(patient: Patient) -> None:
    client, first = signed_in(patient), at_work((Role.OFFICER, "vn"))
    request = asked(client, "record")
    case = f"/xu-ly/yeu-cau-du-lieu/{request.public_id}/"
    first.post(case, {"record": "kept_by_law"})
    appeal = f"{HOME}yeu-cau/{request.code}/khieu-nai/"
    assert client.post(appeal, {"words": ""}).status_code == 422
    client.post(appeal, {"words": "Chưa thỏa đáng"})
    assert "một cán bộ khác xem xét lại" in first.get(case).text
    second = at_work((Role.OFFICER, "vn"))
    second.post(case, {"record": "kept_by_law"})
    text = words_of(client.get(f"{HOME}yeu-cau/{request.code}/cong-van-2.pdf").content)
    assert "xem xét lại, một lần" not in text  # it was that once


def test_nothing_chosen_is_said_and_nobody_else_opens_a_request(patient: Patient) -> None:
    client = signed_in(patient)
    empty: Any = client.post(ASK, {"words": "Tôi đổi ý"})
    assert "Hãy chọn ít nhất một mục" in empty.text
    request = asked(client, "email")
    for other in (signed_in(None), signed_in(patients.patient(patients.facts(cccd="")))):
        assert other.get(f"{HOME}yeu-cau/{request.code}/").status_code == 404
    far = at_work((Role.OFFICER, "vn/2025:99"))
    assert far.get(f"/xu-ly/yeu-cau-du-lieu/{request.public_id}/").status_code == 404
