"""What is handed out of a certificate is read back by other programs, and says what it says."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from certificate_format.health_card_keys import keys_in
from certificate_format.health_cards import judge_card
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import ensure_card_key, reissue_certificates
from sotiem.foundation.actors import machine
from sotiem.portals.certificate_paper import paper
from tests.factories import certificates

pytestmark = pytest.mark.django_db
NAME = "Nguyễn Thị Bảo Lộc"
CARD_KINDS = ("smart-health-card", "smart-health-card.png", "fhir.json")
KINDS = ("pdf", "png", "svg", "json", *CARD_KINDS)


@pytest.fixture
def certificate() -> Certificate:
    ensure_card_key(at=timezone.now())
    return certificates.certified()


@pytest.fixture
def browser(client: Client, certificate: Certificate) -> Client:
    """The browser of whom the certificate names."""
    session = client.session
    session["citizen"] = {
        "phone": "0901234567",
        "patient_id": certificate.patient_id,
        "patient_public_id": str(certificate.patient.public_id),
        "until": (timezone.now() + timedelta(minutes=30)).isoformat(),
    }
    session.save()
    return client


def address(certificate: Certificate, kind: str) -> str:
    return f"/so-tiem/giay-chung-nhan/{certificate.public_id}.{kind}"


def code_in(picture: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def page_of(content: bytes, *, dots_per_inch: float) -> Image.Image:
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 1
    picture: Image.Image = document[0].render(scale=dots_per_inch / 72).to_pil()
    return picture


def words_of(content: bytes) -> str:
    text: str = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    return " ".join(text.split())


@pytest.mark.parametrize("dots_per_inch", [150, 300])
def test_the_code_of_the_page_is_read_as_it_was_signed(
    browser: Client, certificate: Certificate, dots_per_inch: int
) -> None:
    answer = browser.get(address(certificate, "pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    page = page_of(answer.content, dots_per_inch=dots_per_inch)
    assert code_in(page) == certificate.text


def test_the_code_of_the_page_is_read_when_it_is_printed_35_mm_wide(
    browser: Client, certificate: Certificate
) -> None:
    answer = browser.get(address(certificate, "pdf"))
    page = page_of(answer.content, dots_per_inch=300)
    small = page.resize([round(side * 35 / 56) for side in page.size])
    assert code_in(small) == certificate.text


def test_the_page_says_the_eleven_things_in_both_languages(
    browser: Client, certificate: Certificate
) -> None:
    words = words_of(browser.get(address(certificate, "pdf")).content)
    for told in (
        f"Họ và tên Full name {NAME}",
        "Ngày sinh Date of birth 03/04/1987",
        "Quốc tịch Nationality Việt Nam / Viet Nam",
        "Bệnh được phòng Disease COVID-19",
        "Số mũi của liệu trình Doses in the series 2",
        "Ngày tiêm Date of vaccination 12/08/2021",
        "Mũi thứ Dose number 1",
        "Vắc xin Vaccine COVID-19 Vaccine AstraZeneca",
        "Sản phẩm Product Vaxzevria (AstraZeneca) (EU/1/21/1529)",
        "Nhà sản xuất Manufacturer AstraZeneca AB",
        "Mã giấy chứng nhận Certificate identifier URN:UVCI:01:VN:",
    ):
        assert told in words


def test_the_picture_for_the_phone_holds_the_code(
    browser: Client, certificate: Certificate
) -> None:
    first = browser.get(address(certificate, "png"))
    picture = Image.open(BytesIO(first.content))
    assert 1_000 < picture.width < 1_200
    assert code_in(picture) == certificate.text


def test_a_picture_is_drawn_once_for_some_minutes(
    browser: Client, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = browser.get(address(certificate, "png"))
    monkeypatch.setattr(paper, "_set", None)
    assert browser.get(address(certificate, "png")).content == first.content


def test_the_code_alone_is_a_drawing(browser: Client, certificate: Certificate) -> None:
    answer = browser.get(address(certificate, "svg"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.text.startswith(("<svg", "<?xml"))


def test_programs_get_the_text_and_what_it_says(browser: Client, certificate: Certificate) -> None:
    told = json.loads(browser.get(address(certificate, "json")).content)
    assert told["text"] == certificate.text
    assert told["says"]["Full name"] == NAME


def test_a_wallet_gets_the_card_as_a_file_and_the_same_as_a_code(
    browser: Client, certificate: Certificate
) -> None:
    at = timezone.now()
    keys = keys_in(Client().get("/.well-known/jwks.json").json())
    answer = browser.get(address(certificate, "smart-health-card"))
    assert answer["Content-Type"] == "application/smart-health-card"
    (jws,) = json.loads(answer.content)["verifiableCredential"]
    code = browser.get(address(certificate, "smart-health-card.png"))
    text = code_in(Image.open(BytesIO(code.content)))
    for shown in (jws, text):
        card = judge_card(shown, keys=keys, at=at).card
        assert card
        assert f"{card.holder.family} {card.holder.given}" == NAME
    bundle = json.loads(browser.get(address(certificate, "fhir.json")).content)
    kinds = [entry["resource"]["resourceType"] for entry in bundle["entry"]]
    assert kinds == ["Patient", "Immunization"]
    assert bundle["entry"][0]["resource"]["birthDate"] == "1987-04-03"


def test_without_a_key_for_cards_there_is_none(browser: Client, certificate: Certificate) -> None:
    SigningKey.objects.filter(kind=SigningKey.Kind.CARDS).update(withdrawn_at=timezone.now())
    assert browser.get(address(certificate, "smart-health-card")).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_has_the_certificate_of_another(
    client: Client, browser: Client, certificate: Certificate, kind: str
) -> None:
    other = address(certificate, kind).replace(str(certificate.public_id), str(uuid4()))
    assert browser.get(other).status_code == 404
    stranger = certificates.certified(full_name="Lê Văn Tám")
    assert browser.get(address(stranger, kind)).status_code == 404
    assert Client().get(address(certificate, kind)).status_code == 302


@pytest.mark.parametrize("kind", KINDS)
def test_one_that_was_replaced_is_not_handed_out(
    browser: Client, certificate: Certificate, kind: str
) -> None:
    assert browser.get(address(certificate, kind)).status_code == 200
    at = certificate.issued_at
    reissue_certificates(patient_id=certificate.patient_id, by=machine("test"), at=at)
    assert browser.get(address(certificate, kind)).status_code == 404
    new = certificates.in_force(certificate.patient_id)
    assert browser.get(address(new, kind)).status_code == 200


def test_the_book_links_to_each_form(browser: Client, certificate: Certificate) -> None:
    page = browser.get(reverse("citizen:book")).text
    for kind in KINDS:
        assert f'href="{address(certificate, kind)}"' in page
