"""The page on which anybody checks a certificate that somebody shows."""

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from certificate_format import qr
from certificate_format.health_card_codes import to_qr_texts
from sotiem.certificates import health_cards
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.operations import (
    ensure_card_key,
    ensure_signing_key,
    publish_revocations,
)
from sotiem.foundation.models import AuditEntry, StoredFile
from tests.certificates.test_verify import bomb, flipped
from tests.factories import certificates, doses

pytestmark = pytest.mark.django_db
ADDRESS = "/kiem-tra/"
NAME = "Thị Bảo Lộc"


@pytest.fixture
def certificate() -> Iterator[Certificate]:
    """A certificate of today, whose holder had one dose of two."""
    now = timezone.now()
    ensure_signing_key(at=now - timedelta(days=1))
    person = certificates.vaccinated(date(2021, 8, 12))
    certificates.sign_and_refresh([person.pk], at=now - timedelta(seconds=1))
    with translation.override("vi"):
        yield certificates.in_force(person.pk)


def ask(
    client: Client, text: str = "", picture: bytes | None = None, *, language: str = "vi"
) -> str:
    data: dict[str, object] = {"text": text}
    if picture is not None:
        data["picture"] = SimpleUploadedFile("anh.png", picture, "image/png")
    client.cookies["django_language"] = language
    response = client.post(ADDRESS, data)
    return f"{response.status_code} {response.content.decode()}"


def test_a_good_certificate_is_shown_with_what_to_compare(
    client: Client, certificate: Certificate
) -> None:
    page = ask(client, certificate.text)
    assert page.startswith("200")
    for text in ("Hợp lệ", f"Nguyễn {NAME}", "03/04/1987", "1/2", "Vaxzevria", "12/08/2021"):
        assert text in page
    assert "Đối chiếu với giấy tờ tùy thân" in page


def test_a_picture_of_the_code_is_as_good_as_its_text(
    client: Client, certificate: Certificate
) -> None:
    assert NAME in ask(client, picture=qr.png(certificate.text))
    jpeg = io.BytesIO()
    Image.open(io.BytesIO(qr.png(certificate.text))).convert("RGB").save(jpeg, "JPEG")
    assert NAME in ask(client, picture=jpeg.getvalue())


def test_a_replaced_certificate_says_the_day_and_repeats_nothing(
    client: Client, certificate: Certificate
) -> None:
    doses.dose(certificate.patient, date(2021, 9, 20))
    now = timezone.now()
    certificates.sign_and_refresh([certificate.patient_id], at=now)
    page = ask(client, certificate.text)
    assert "Đã được thay thế" in page
    assert f"{timezone.localtime(now):%d/%m/%Y}" in page
    assert NAME not in page
    assert "Vaxzevria" not in page


def test_a_withdrawn_certificate_is_said_to_be_revoked(
    client: Client, certificate: Certificate
) -> None:
    Certificate.objects.update(revoked_at=timezone.now(), revocation="withdrawn")
    page = ask(client, certificate.text)
    assert "Đã bị thu hồi" in page
    assert NAME not in page


def test_what_was_tampered_with_is_not_repeated(client: Client, certificate: Certificate) -> None:
    page = ask(client, flipped(certificate.text))
    assert "Không hợp lệ" in page
    assert "Chữ ký không khớp" in page
    assert NAME not in page


def test_a_foreign_certificate_is_neither_good_nor_bad(
    client: Client, certificate: Certificate
) -> None:
    page = ask(client, certificates.foreign_text(at=timezone.now()))
    assert "Không xác minh được" in page
    assert "Dupont" not in page


def test_half_a_code_cannot_be_read(client: Client, certificate: Certificate) -> None:
    assert "Không đọc được" in ask(client, certificate.text[:100])


@pytest.mark.parametrize(
    ("text", "picture", "sentence"),
    [
        ("", None, "Chưa có gì để kiểm tra"),
        ("https://example.com", None, "mã đó bắt đầu bằng HC1:"),
        ("HC1:\x00", None, "Nội dung có ký tự lạ"),
        ("HC1:" + "A" * 30_000, None, "Nội dung dài hơn mọi giấy chứng nhận"),
        ("", b"", "Tệp này không có nội dung"),
        ("", b"<svg onload='x'></svg>", "không phải ảnh PNG hay JPEG"),
        ("", b"\xff\xd8\xff\xe0 broken", "không phải ảnh PNG hay JPEG"),
        ("", bomb(30_000), "Ảnh quá lớn"),
        ("", b"\x89PNG\r\n\x1a\n" + bytes(9_000_000), "Ảnh quá lớn"),
        ("", qr.png("https://example.com"), "không phải của giấy chứng nhận"),
        ("HC1:X", qr.png("HC1:X"), "Hãy để lại một cách thôi"),
    ],
)
def test_bad_input_gets_a_sentence_that_says_what_to_do(
    client: Client, text: str, picture: bytes | None, sentence: str
) -> None:
    page = ask(client, text, picture)
    assert page.startswith("422")
    assert sentence in page


def test_a_picture_without_a_code_says_how_to_take_a_better_one(client: Client) -> None:
    blank = io.BytesIO()
    Image.new("L", (200, 200), 255).save(blank, "PNG")
    assert "Không thấy mã QR trong ảnh" in ask(client, picture=blank.getvalue())


def test_a_check_leaves_nothing_behind(client: Client, certificate: Certificate) -> None:
    before = AuditEntry.objects.count()
    response = client.post(ADDRESS, {"text": certificate.text})
    assert (AuditEntry.objects.count(), StoredFile.objects.count()) == (before, 0)
    assert "no-store" in response["Cache-Control"]
    assert not client.session.keys()


def test_the_answer_is_given_in_english_too(client: Client, certificate: Certificate) -> None:
    page = ask(client, certificate.text, language="en")
    assert "Valid" in page
    assert "Compare with the identity paper" in page
    assert "Hợp lệ" not in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_smart_health_card_is_checked_as_well(
    client: Client, certificate: Certificate, language: str
) -> None:
    now = timezone.now()
    ensure_card_key(at=now)
    (text,) = to_qr_texts(health_cards.signed_card(certificate, at=now))
    said = {"vi": ("Hợp lệ", "SMART Health Card ghi"), "en": ("Valid", "What the SMART Health")}
    for page in (
        ask(client, text, language=language),
        ask(client, picture=qr.png(text), language=language),
    ):
        for words in (*said[language], NAME, "12/08/2021", "FK0112"):
            assert words in page
    doses.dose(certificate.patient, date(2021, 9, 20))
    certificates.sign_and_refresh([certificate.patient_id], at=now)
    publish_revocations(at=now)
    page = ask(client, text, language=language)
    assert {"vi": "Đã bị thay thế hoặc thu hồi", "en": "Replaced or revoked"}[language] in page
    assert NAME not in page


def test_a_strange_smart_health_card_says_nothing_of_its_person(
    client: Client, certificate: Certificate
) -> None:
    now = timezone.now()
    key = ensure_card_key(at=now)
    (text,) = to_qr_texts(health_cards.signed_card(certificate, at=now))
    SigningKey.objects.filter(pk=key.pk).update(withdrawn_at=now)
    page = ask(client, text)
    assert "Không xác minh được" in page
    assert NAME not in page
    assert "Không đọc được" in ask(client, "shc:/1234")
