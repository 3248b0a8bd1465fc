"""A facility prints its day: slips, labels, reports; each print of a person leaves a trace."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from sotiem.accounts.facts import Role
from sotiem.doses.facts import DoseReason, NewDose
from sotiem.doses.models import Dose
from sotiem.doses.operations import record_doses, withdraw_dose
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.patients.models import Patient
from sotiem.portals.session.day_doses import dose_of, doses_of_day, lines_of, report_of, slips_of
from tests.factories import accounts, doses, patients, reference
from tests.portals.facility.conftest import browser_of

pytestmark = pytest.mark.django_db

DAY, LATER = date(2021, 8, 12), date(2021, 9, 20)
NAMES = ("Nguyễn Thị Bảo Lộc", "Đặng Quỳnh Ẩn")
ASKED = "?tu=12/08/2021"


@pytest.fixture
def here() -> Facility:
    return reference.facility()


@pytest.fixture
def given(here: Facility) -> list[Dose]:
    """Two people on one day, one of them once more in autumn."""
    first, second = (
        patients.patient(replace(patients.facts(), full_name=name, cccd="")) for name in NAMES
    )
    doses.dose(first, LATER, vaccine="COMIRNATY", lot_number="FJ8888")
    return [doses.dose(first, DAY), doses.dose(second, DAY)]


@pytest.fixture
def clerk(here: Facility) -> Client:
    return browser_of(accounts.user((Role.CLERK, here.path)))


def texts(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def printed(browser: Client, name: str, *parts: object, query: str = ASKED) -> list[str]:
    response = browser.get(reverse(f"session:{name}", args=["79101", *parts]) + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    return texts(response.content)


def test_everyone_of_a_day_gets_a_slip_and_it_is_told(clerk: Client, given: list[Dose]) -> None:
    first, second = printed(clerk, "slips")
    assert NAMES[0] in first and NAMES[1] in second
    assert "12/08/2021" in first and "FJ8888" in first and "FJ8888" not in second
    told = AuditEntry.objects.filter(action="slip.printed").values_list("patient_id", "object_id")
    assert sorted(told) == sorted((dose.patient_id, dose.pk) for dose in given)


def test_one_person_gets_a_slip(clerk: Client, given: list[Dose]) -> None:
    (text,) = printed(clerk, "slip", given[1].public_id, query="")
    assert NAMES[1] in text
    assert AuditEntry.objects.filter(action="slip.printed").count() == 1


def test_labels_name_the_people_of_a_day_and_it_is_told(clerk: Client, given: list[Dose]) -> None:
    first, second = printed(clerk, "labels", "46x34")
    assert "STT 1" in first and "STT 2" in second
    assert AuditEntry.objects.filter(action="label.printed").count() == 2
    assert clerk.get(reverse("session:labels", args=["79101", "1x1"]) + ASKED).status_code == 404


def test_a_day_without_doses_has_no_slips(clerk: Client, given: list[Dose]) -> None:
    assert clerk.get(reverse("session:slips", args=["79101"]) + "?tu=13/08/2021").status_code == 404


def test_another_facility_prints_nothing_of_it(given: list[Dose]) -> None:
    other = reference.facility("79102", "Trạm Y tế Bình An")
    stranger = browser_of(accounts.user((Role.CLERK, other.path)))
    for name, parts in (("papers", []), ("slips", []), ("slip", [given[0].public_id])):
        address = reverse(f"session:{name}", args=["79101", *parts])
        assert stranger.get(address + ASKED).status_code == 404
    assert dose_of(other, given[0].public_id) is None


def test_a_withdrawn_dose_is_on_no_paper(here: Facility, given: list[Dose]) -> None:
    withdraw_dose(dose_id=given[0].pk, origin="test", by=machine("test"), at=doses.AT)
    assert [dose.pk for dose in doses_of_day(here, DAY)] == [given[1].pk]
    assert report_of(here, DAY, DAY, at=doses.AT).vaccinated == 1


def test_the_code_names_a_slip_and_a_dose_and_nobody(here: Facility, given: list[Dose]) -> None:
    slip = slips_of(here, given[:1])[0]
    assert slip.code == f"SOTIEM:{slip.number}:{given[0].public_id}"
    assert slip.number.startswith("79101-")


def test_a_form_has_three_basic_lines_one_more_and_three_boosters() -> None:
    assert [line.dose for line in lines_of([])] == [
        *("Cơ bản 1", "Cơ bản 2", "Cơ bản 3", "Bổ sung"),
        *("Nhắc lại 1", "Nhắc lại 2", "Nhắc lại 3"),
    ]


def test_what_follows_the_course_is_a_booster(here: Facility) -> None:
    person: Patient = patients.patient()
    days = (DAY, LATER, date(2022, 2, 1), date(2022, 6, 1), date(2022, 7, 1), date(2022, 8, 1))
    news = [NewDose(patient_id=person.pk, facts=doses.facts(day), origin="test") for day in days]
    record_doses(
        doses=news,
        reason=DoseReason.RECORDED,
        by=machine("test"),
        at=doses.AT.replace(year=2022, month=11),
    )
    (dose,) = doses_of_day(here, DAY)
    lines = slips_of(here, [dose])[0].lines
    assert [(line.dose, line.day) for line in lines if line.day] == [
        ("Cơ bản 1", "12/08/2021"),
        ("Cơ bản 2", "20/09/2021"),
        ("Nhắc lại 1", "01/02/2022"),
        ("Nhắc lại 2", "01/06/2022"),
        ("Nhắc lại 3", "01/07/2022"),
        ("Nhắc lại 4", "01/08/2022"),
    ]


def test_a_report_is_a_page_a_pdf_and_a_table(clerk: Client, given: list[Dose]) -> None:
    shown = clerk.get(reverse("session:papers", args=["79101"]) + ASKED)
    assert "FK0112" in shown.content.decode()
    (text,) = printed(clerk, "report", "pdf")
    assert "BÁO CÁO NGÀY" in text and "Số người đã tiêm 2" in text
    table = clerk.get(reverse("session:report", args=["79101", "csv"]) + ASKED).content
    assert table.decode("utf-8-sig").splitlines()[2].endswith(",FK0112,0,0,0,2")
    (text,) = printed(clerk, "report", "pdf", query=f"{ASKED}&den=31/12/2021")
    assert "KẾT THÚC ĐỢT TIÊM" in text and "FJ8888" in text


def test_a_day_that_is_none_is_asked_again(clerk: Client) -> None:
    address = reverse("session:papers", args=["79101"])
    assert clerk.get(address + "?tu=31/02/2021").status_code == 422
    assert clerk.get(address).status_code == 200
