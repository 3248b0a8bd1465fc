"""The health book of a person whose records are joined."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificate_format import qr
from sotiem.patients.models import Patient, PatientLink
from sotiem.portals.review.views.case import leave_trace
from tests.factories import certificates, corrections, doses, links, patients
from tests.portals.citizen.conftest import SignIn
from tests.portals.citizen.test_book import BOOK
from tests.portals.citizen.test_texts import VIETNAMESE, main_of

pytestmark = pytest.mark.django_db
TRAIL = "/so-tiem/nhat-ky/"
EARLY, LATE = date(2021, 8, 12), date(2021, 9, 20)


@pytest.fixture
def other(patient: Patient) -> Patient:
    certificates.signing_key()
    doses.dose(patient, LATE)
    other = patients.patient(patients.facts(full_name="Nguyễn Thị Bửu Lộc", cccd=""))
    doses.dose(other, EARLY)
    doses.dose(other, LATE, lot_number="ABX500")
    return other


@pytest.fixture
def link(patient: Patient, other: Patient) -> PatientLink:
    return links.link(patient.pk, other.pk)


@pytest.fixture
def client_of_other(other: Patient, sign_in: SignIn) -> Client:
    return sign_in(other)


def test_either_record_opens_the_book_of_the_whole(
    patient: Patient, client_of_other: Client, link: PatientLink
) -> None:
    text = client_of_other.get(BOOK).text
    assert "Nguyễn Thị Bảo Lộc" in text
    assert "Nguyễn Thị Bửu Lộc" not in text
    assert "Mũi 1: COVID-19 Vaccine AstraZeneca" in text
    assert "Mũi 2: COVID-19 Vaccine AstraZeneca" in text
    assert "Mũi 3: COVID-19" not in text  # what is due next is no dose
    assert qr.svg(certificates.in_force(patient.pk).text) in text
    assert text.count("được thay lúc") == 3


def test_a_dose_entered_in_both_records_is_shown_once_with_the_other_entry(
    client_of_other: Client, link: PatientLink
) -> None:
    text = client_of_other.get(BOOK).text
    assert text.count("Nhập hai lần") == 1
    assert "số lô ABX500" in text


def test_the_book_says_that_records_were_joined_by_whom_and_how_to_part_them(
    client_of_other: Client, link: PatientLink
) -> None:
    text = client_of_other.get(BOOK).text
    assert "Hồ sơ này ghép từ 2 hồ sơ của bạn; ghép lần cuối lúc 10:00 05/10/2021" in text
    assert "người ghép: Hệ thống" in text
    assert "hồ sơ được tách ra như cũ" in text
    links.unlink(link)
    text = client_of_other.get(BOOK).text
    assert "ghép từ" not in text
    assert "Nguyễn Thị Bửu Lộc" in text


def test_a_joined_book_takes_one_more_question(client_of_other: Client, link: PatientLink) -> None:
    client_of_other.get(BOOK)
    with CaptureQueriesContext(connection) as joined:
        client_of_other.get(BOOK)
    links.unlink(link)
    with CaptureQueriesContext(connection) as alone:
        client_of_other.get(BOOK)
    assert len(joined) == len(alone) + 1


def test_a_dose_of_the_other_record_can_be_reported(
    patient: Patient, other: Patient, link: PatientLink, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    dose = other.doses.order_by("pk")[0]
    assert client.get(f"/so-tiem/bao-sai/{dose.public_id}/").status_code == 200
    report = corrections.about(dose)
    assert report.tracking_code in client.get(BOOK).text
    assert client.get(f"/so-tiem/phan-anh/{report.tracking_code}/").status_code == 200
    links.unlink(link)
    assert client.get(f"/so-tiem/bao-sai/{dose.public_id}/").status_code == 404
    assert client.get(f"/so-tiem/phan-anh/{report.tracking_code}/").status_code == 403


def test_the_trail_of_the_whole_tells_of_joining_once_and_of_parting(
    patient: Patient, client_of_other: Client, link: PatientLink
) -> None:
    text = client_of_other.get(TRAIL).text
    assert text.count("Ghép hồ sơ này với một hồ sơ khác của bạn") == 1
    assert "Cán bộ đã so sánh hai hồ sơ." in text
    assert text.count("Lập hồ sơ của bạn") == 2
    links.unlink(link)
    text = client_of_other.get(TRAIL).text
    assert "Hồ sơ kia là của người khác." in text
    assert text.count("Tách hồ sơ này khỏi một hồ sơ khác") == 1
    assert text.count("Lập hồ sơ của bạn") == 1


def test_a_reading_of_the_whole_is_told_once_and_stays_told_to_each_after_parting(
    patient: Patient, other: Patient, link: PatientLink, sign_in: SignIn
) -> None:
    report = corrections.about(doses.dose(patient, date(2021, 9, 30)))
    leave_trace("viewed", report, by=corrections.officer(), at=corrections.AT)
    client = sign_in(other)
    assert client.get(TRAIL).text.count("Xem hồ sơ của bạn") == 1
    links.unlink(link)
    assert client.get(TRAIL).text.count("Xem hồ sơ của bạn") == 1


def test_a_joined_book_is_in_english_for_those_who_ask(
    client_of_other: Client, link: PatientLink
) -> None:
    for page in (BOOK, TRAIL):
        text = main_of(client_of_other, page)
        for name in ("Nguyễn Thị Bảo Lộc", "Trạm Y tế Bình Minh"):
            text = text.replace(name, "")
        assert not VIETNAMESE & set(text.lower())
