"""QR codes on the pages of PDF files."""

from typing import Final

import pypdfium2

from certificate_format import qr
from certificate_format.errors import CertificateError, Reason

START: Final = b"%PDF-"
MAX_PAGES: Final = 20

# 216 and 432 points to the inch: the second for codes that are printed small.
_SCALES: Final = (3.0, 6.0)


def read(content: bytes) -> str | None:
    """Read the first QR code on the pages of a stranger's file."""
    if len(content) > qr.MAX_BYTES:
        raise CertificateError(Reason.IMAGE_TOO_LARGE)
    try:
        with pypdfium2.PdfDocument(content) as document:
            pages = range(min(len(document), MAX_PAGES))
            found = (_read_page(document[number], scale) for scale in _SCALES for number in pages)
            return next((text for text in found if text), None)
    except Exception as error:  # a stranger's file fails in every way there is
        raise CertificateError(Reason.IMAGE_UNREADABLE) from error


def _read_page(page: pypdfium2.PdfPage, scale: float) -> str | None:
    width, height = page.get_size()
    fitting = min(scale, (qr.MAX_PIXELS / max(width * height, 1)) ** 0.5)
    return qr.find(page.render(scale=fitting, grayscale=True).to_pil())
