"""QR codes in a picture: cards, our slips, certificates."""

from datetime import date
from typing import Final
from uuid import UUID

import numpy as np
import zxingcpp
from PIL import Image

from certificate_format import base45, cose, hcert
from certificate_format.errors import CertificateError
from certificate_format.payload import CertificatePayload
from certificate_format.schema import from_fields
from sotiem.identity import CardQr, InvalidIdentity
from sotiem.slips.facts import CodeKind, ReadCode, SlipCode
from sotiem.slips.geometry import Matrix, Points, box_of

_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_OUR_SLIP: Final = "SOTIEM:"
_MOST_CODES: Final = 8
_LONGEST_TEXT: Final = 5_000
_ANY_DAY: Final = date.max


class FoundCode:
    """A code and its corners in the picture it was found in, beginning at its own top left."""

    def __init__(self, text: str, corners: Points) -> None:
        self.text, self.corners = text, corners


def find_codes(picture: Image.Image) -> list[FoundCode]:
    """Every QR code that can be made out."""
    found = zxingcpp.read_barcodes(picture.convert("L"), formats=_QR)
    return [FoundCode(code.text, _corners(code.position)) for code in found[:_MOST_CODES]]


def read_code(found: FoundCode, to_picture: Matrix, size: tuple[int, int]) -> ReadCode:
    """Say what a code is, and what it holds."""
    text = found.text[:_LONGEST_TEXT]
    kind, content = understood(text)
    return ReadCode(kind, text, box_of(found.corners, to_picture, size), content)


def understood(text: str) -> tuple[CodeKind, CardQr | SlipCode | CertificatePayload | None]:
    """What a code's text is, and what it holds: said, not proven."""
    if text.startswith(_OUR_SLIP):
        return CodeKind.SLIP, _slip_code(text)
    if text.startswith(hcert.PREFIX):
        return CodeKind.CERTIFICATE, _certificate(text)
    try:
        return CodeKind.CARD, CardQr.parse(text, today=_ANY_DAY)
    except InvalidIdentity:
        return CodeKind.OTHER, None


def _slip_code(text: str) -> SlipCode | None:
    number, _, dose = text.removeprefix(_OUR_SLIP).rpartition(":")
    try:
        return SlipCode(number, str(UUID(dose))) if number else None
    except ValueError:
        return None


def _certificate(text: str) -> CertificatePayload | None:
    """What a certificate of a vaccination says, whoever signed it."""
    try:
        message = cose.decode(hcert.inflate(base45.decode(hcert.strip_prefix(text))))
        said = from_fields(hcert.decode_claims(message.payload).fields)
    except CertificateError:
        return None
    return said if isinstance(said, CertificatePayload) else None


def _corners(place: zxingcpp.Position) -> Points:
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return np.array([(corner.x, corner.y) for corner in corners], np.float64)
