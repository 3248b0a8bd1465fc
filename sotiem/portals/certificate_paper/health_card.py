"""The SMART Health Card of a certificate as wallets take it: a picture, a file, a FHIR bundle."""

import json
from io import BytesIO
from typing import Any, Final

from PIL import Image

from certificate_format import qr
from certificate_format.health_card_codes import to_qr_texts
from certificate_format.health_cards import HealthCard, to_content

MODULE_PIXELS: Final = 8


def as_file(jws: str) -> bytes:
    """The file that a health wallet opens."""
    return json.dumps({"verifiableCredential": [jws]}).encode()


def as_png(jws: str) -> bytes:
    """Its QR code; of a card too long for one, all of them below each other."""
    drawn = [qr.png(text, module_pixels=MODULE_PIXELS) for text in to_qr_texts(jws)]
    if len(drawn) == 1:
        return drawn[0]
    codes = [Image.open(BytesIO(each)) for each in drawn]
    sheet = Image.new(
        "1", (max(code.width for code in codes), sum(code.height for code in codes)), 1
    )
    below = 0
    for code in codes:
        sheet.paste(code, (0, below))
        below += code.height
    written = BytesIO()
    sheet.save(written, "PNG")
    return written.getvalue()


def bundle_of(card: HealthCard) -> dict[str, Any]:
    """The doses as a FHIR bundle, as they stand in the card."""
    bundle: dict[str, Any] = to_content(card)["vc"]["credentialSubject"]["fhirBundle"]
    return bundle
