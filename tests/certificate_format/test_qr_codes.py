"""QR codes are drawn so that a camera reads them, and pictures are opened with care."""

import io
import re
import zlib

import pytest
from PIL import Image, ImageFilter

from certificate_format import CertificateError, Reason, qr
from tests.certificate_format.building import PAYLOAD, Country


def test_a_drawn_code_is_read_back(country: Country) -> None:
    text = country.issue(PAYLOAD)
    assert qr.read(qr.png(text)) == text


def test_a_photographed_code_is_read_back(country: Country) -> None:
    text = country.issue(PAYLOAD)
    code = Image.open(io.BytesIO(qr.png(text, module_pixels=5))).convert("RGB")
    table = Image.new("RGB", (1400, 1100), (203, 186, 160))
    table.paste(code, (300, 200))
    photo = table.rotate(12, expand=True).filter(ImageFilter.GaussianBlur(1))
    output = io.BytesIO()
    photo.save(output, format="JPEG", quality=70)
    assert qr.read(output.getvalue()) == text


def test_the_vector_drawing_shows_the_same_modules(es256: Country) -> None:
    text = es256.issue(PAYLOAD)
    drawing = qr.svg(text)
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', drawing)[0])
    painted = Image.new("L", (size, size), 255)
    dark = drawing.split('fill="#000"')[1]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", dark):
        painted.paste(0, (int(x), int(y), int(x) + int(length), int(y) + 1))
    output = io.BytesIO()
    painted.resize((size * 4, size * 4)).save(output, format="PNG")
    assert qr.read(output.getvalue()) == text
    assert painted.getbbox() is not None
    inked = painted.point(lambda value: 255 - value).getbbox()
    assert inked == (4, 4, size - 4, size - 4), "a quiet zone of four modules on each side"


def test_a_certificate_is_preferred_to_another_code_on_the_page(es256: Country) -> None:
    text = es256.issue(PAYLOAD)
    page = Image.new("L", (1600, 800), 255)
    page.paste(Image.open(io.BytesIO(qr.png("https://example.vn"))), (20, 20))
    page.paste(Image.open(io.BytesIO(qr.png(text))), (800, 100))
    output = io.BytesIO()
    page.save(output, format="PNG")
    assert qr.read(output.getvalue()) == text


def test_a_picture_without_a_code_gives_nothing() -> None:
    output = io.BytesIO()
    Image.new("L", (200, 200), 255).save(output, format="PNG")
    assert qr.read(output.getvalue()) is None


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(CertificateError) as refused:
        qr.svg("A" * 5000)
    assert refused.value.reason is Reason.TEXT_DOES_NOT_FIT_QR


@pytest.mark.parametrize("picture", [b"", b"<svg/>", b"<html>", b"%PDF-1.7", b"GIF89a", b"\x89PNG"])
def test_what_is_no_picture_is_refused(picture: bytes) -> None:
    with pytest.raises(CertificateError) as refused:
        qr.read(picture)
    assert refused.value.reason is Reason.IMAGE_UNREADABLE


def test_a_picture_cut_off_is_refused(es256: Country) -> None:
    picture = qr.png(es256.issue(PAYLOAD))
    with pytest.raises(CertificateError) as refused:
        qr.read(picture[: len(picture) // 2])
    assert refused.value.reason is Reason.IMAGE_UNREADABLE


def test_a_picture_bomb_is_refused_before_it_is_opened() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        check = zlib.crc32(name + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + name + data + check

    side = (12_000).to_bytes(4, "big")
    header = side + side + bytes((8, 0, 0, 0, 0))
    pixels = zlib.compress(bytes(1_000_000))
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels)
    with pytest.raises(CertificateError) as refused:
        qr.read(bomb + chunk(b"IEND", b""))
    assert refused.value.reason is Reason.IMAGE_TOO_LARGE


def test_the_number_of_pixels_is_limited_exactly() -> None:
    output = io.BytesIO()
    Image.new("L", (100, 100), 255).save(output, format="PNG")
    assert qr.read(output.getvalue(), max_pixels=10_000) is None
    with pytest.raises(CertificateError) as refused:
        qr.read(output.getvalue(), max_pixels=9_999)
    assert refused.value.reason is Reason.IMAGE_TOO_LARGE


def test_a_picture_of_too_many_bytes_is_not_opened() -> None:
    with pytest.raises(CertificateError) as refused:
        qr.read(bytes(qr.MAX_BYTES + 1))
    assert refused.value.reason is Reason.IMAGE_TOO_LARGE
