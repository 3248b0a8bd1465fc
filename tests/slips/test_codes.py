"""QR codes beside the letters: cards, certificates, and what is neither."""

from collections.abc import Iterator

import pytest

from benchmarks.slips.drawing import DrawnSlip, photo
from certificate_format import Algorithm, CertificatePayload
from sotiem.identity import CardQr
from sotiem.slips.facts import CodeKind, ReadCode
from sotiem.slips.reading import ocr, read_slip
from tests.certificate_format.building import PAYLOAD, make_country

CARD = "079185004321||Nguyễn Thị Mai Hương|17031985|Nữ|12 Lê Lợi, Bến Nghé, Quận 1|01012021"


@pytest.fixture(autouse=True)
def without_letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Codes need no tesseract."""
    monkeypatch.setattr(ocr, "tesseract", lambda: None)
    yield


def only_code(text: str) -> ReadCode:
    (code,) = read_slip(photo(DrawnSlip(code=text))).codes
    return code


def test_a_chip_card_tells_its_owner() -> None:
    code = only_code(CARD)

    assert code.kind is CodeKind.CARD
    assert isinstance(code.content, CardQr)
    assert str(code.content.name) == "Nguyễn Thị Mai Hương"


def test_a_certificate_tells_its_payload_and_stays_to_be_judged() -> None:
    code = only_code(make_country(Algorithm.ES256).issue(PAYLOAD))

    assert code.kind is CodeKind.CERTIFICATE
    assert isinstance(code.content, CertificatePayload)
    assert code.content == PAYLOAD


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("HC1:NOT A CERTIFICATE", CodeKind.CERTIFICATE),
        ("SOTIEM:79001-ABCDEF12:not-a-name", CodeKind.SLIP),
        ("SOTIEM:", CodeKind.SLIP),
        ("https://example.org/<script>", CodeKind.OTHER),
        ("1|2|3|4|5|6|7", CodeKind.OTHER),
    ],
)
def test_codes_that_lie_about_their_kind_hold_nothing(text: str, kind: CodeKind) -> None:
    code = only_code(text)

    assert (code.kind, code.content) == (kind, None)


def test_a_code_has_its_place_in_the_picture() -> None:
    box = only_code(CARD).box

    assert 0.6 < box.left < box.right < 0.92
    assert 0.1 < box.top < box.bottom < 0.4
