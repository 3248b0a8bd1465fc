"""Every text is there in English too, and every refusal has its words."""

import gettext
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from sotiem.corrections import operations
from sotiem.corrections.models import CorrectionReport
from sotiem.foundation.refusals import Refusal
from sotiem.patients.models import Patient
from sotiem.portals import citizen
from sotiem.portals.citizen.refusals import SENTENCES
from tests.factories import corrections, doses
from tests.portals.citizen.conftest import SignIn
from tests.portals.components.texts import texts_of

FOLDER = Path(citizen.__file__).parent
DETAILS = {"number": 2, "megabytes": 10, "megapixels": 50, "most": 3, "left": 4}
VIETNAMESE = set("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ")


def test_every_text_has_an_english_translation() -> None:
    with (FOLDER / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        english = gettext.GNUTranslations(compiled)
    texts = texts_of(FOLDER)
    assert len(texts) > 200
    assert {text for text in texts if english.gettext(text) == text} == set()


def test_placeholders_are_the_same_in_both_languages() -> None:
    with (FOLDER / "locale/en/LC_MESSAGES/django.mo").open("rb") as compiled:
        english = gettext.GNUTranslations(compiled)
    for text in texts_of(FOLDER):
        translated = english.gettext(text)
        assert {w for w in text.split("%(")[1:] if w.partition(")")[0] + ")" not in translated} == (
            set()
        ), text


def test_every_refusal_of_corrections_has_a_sentence_with_what_to_do() -> None:
    born = [getattr(operations, name) for name in operations.__all__]
    refusals = [thing for thing in born if isinstance(thing, type) and issubclass(thing, Refusal)]
    assert len(refusals) > 10
    for refusal in refusals:
        sentence = str(SENTENCES[f"corrections.{refusal.__name__}"]) % DETAILS
        assert "%" not in sentence


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


def test_words_follow_the_language_of_the_reader() -> None:
    with translation.override("en"):
        assert str(SENTENCES["corrections.NothingClaimed"]).startswith("What you entered")
