"""Pages are in English for those who ask."""

import gettext
from pathlib import Path

import pytest
from django.test import Client

from sotiem.corrections.models import CorrectionReport
from sotiem.patients.models import Patient
from sotiem.portals import citizen
from tests.architecture.texts import texts_of
from tests.factories import corrections, doses
from tests.portals.citizen.conftest import SignIn

FOLDER = Path(citizen.__file__).parent
VIETNAMESE = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def test_placeholders_are_the_same_in_both_languages() -> None:
    with (FOLDER / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        english = gettext.GNUTranslations(compiled)
    for text in texts_of(FOLDER):
        translated = english.gettext(text)
        assert {w for w in text.split("%(")[1:] if w.partition(")")[0] + ")" not in translated} == (
            set()
        ), text


@pytest.fixture
def report(patient: Patient) -> CorrectionReport:
    return corrections.about(doses.dose(patient))


def main_of(client: Client, path: str) -> str:
    client.cookies["django_language"] = "en"
    text = client.get(path).text
    return text.split("<main")[1].split("</main")[0]


def test_pages_are_in_english_for_those_who_ask(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    assert report.dose is not None
    named = ("Nguyễn Thị Bảo Lộc", "Trạm Y tế Bình Minh", "Trạm Y tế phường Bến Nghé", report.story)
    for path in (
        "",
        "ho-so/",
        "nhat-ky/",
        "tra-cuu/",
        "bao-thieu/",
        f"bao-sai/{report.dose.public_id}/",
        f"bao-khong-tiem/{report.dose.public_id}/",
        f"phan-anh/{report.tracking_code}/",
        f"phan-anh/{report.tracking_code}/da-gui/",
        f"tra-cuu/{report.tracking_code}",
    ):
        text = main_of(client, f"/so-tiem/{path}").replace("NĐ-CP", "")
        for name in named:
            text = text.replace(name, "")
        assert not VIETNAMESE & set(text.lower()), (path, VIETNAMESE & set(text.lower()))


def test_forms_name_a_vaccine_in_the_language_of_the_page(
    report: CorrectionReport, patient: Patient, sign_in: SignIn
) -> None:
    client = sign_in(patient)
    assert report.dose is not None
    text = main_of(client, f"/so-tiem/bao-khong-tiem/{report.dose.public_id}/")
    assert "Vaxzevria (AstraZeneca), 12/08/2021" in text
