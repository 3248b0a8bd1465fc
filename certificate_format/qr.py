"""QR codes: drawn for paper and screens, and read back from pictures."""

import io
from typing import Final

import zxingcpp
from PIL import Image

from certificate_format.errors import CertificateError, Reason
from certificate_format.hcert import PREFIX

MAX_PIXELS: Final = 50_000_000
MAX_BYTES: Final = 20_000_000

_ERROR_CORRECTION: Final = "Q"  # the level that the European rules recommend for print
_PICTURE_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_BLACK: Final = 0


def svg(text: str) -> str:
    """Draw a QR code that scales to any size, one unit a module, with its quiet zone."""
    modules = _modules(text)
    size = modules.width
    path = "".join(
        f"M{start} {row}h{length}v1h-{length}z"
        for row in range(size)
        for start, length in _dark_runs(modules, row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def png(text: str, *, module_pixels: int = 6) -> bytes:
    """Draw a QR code as a black and white picture, with its quiet zone."""
    modules = _modules(text)
    side = modules.width * module_pixels
    picture = modules.resize((side, side), Image.Resampling.NEAREST).convert("1")
    output = io.BytesIO()
    picture.save(output, format="PNG", optimize=True)
    return output.getvalue()


def read(picture: bytes, *, max_pixels: int = MAX_PIXELS) -> str | None:
    """Read the QR code in a picture: a certificate if there is one, else the first code found."""
    return find(_load(picture, max_pixels))


def find(picture: Image.Image) -> str | None:
    """Read the QR code in a picture that is open already."""
    found = zxingcpp.read_barcodes(picture, formats=_QR)
    texts = [barcode.text for barcode in found]
    certificates = [text for text in texts if text.startswith(PREFIX)]
    return next(iter(certificates + texts), None)


def _modules(text: str) -> Image.Image:
    """Lay a QR code out with one pixel for each module."""
    try:
        barcode = zxingcpp.create_barcode(
            text, zxingcpp.BarcodeFormat.QRCode, ec_level=_ERROR_CORRECTION
        )
    except (ValueError, RuntimeError) as error:
        raise CertificateError(Reason.TEXT_DOES_NOT_FIT_QR) from error
    return Image.fromarray(barcode.to_image(scale=1, add_quiet_zones=True))


def _dark_runs(modules: Image.Image, row: int) -> list[tuple[int, int]]:
    """List where dark modules begin in a row, and how many follow each other."""
    runs: list[tuple[int, int]] = []
    for column in range(modules.width):
        if modules.getpixel((column, row)) != _BLACK:
            continue
        if runs and sum(runs[-1]) == column:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((column, 1))
    return runs


def _on_white(picture: Image.Image) -> Image.Image:
    """Lay a picture with transparent parts on paper; else they would be black."""
    if not picture.has_transparency_data:
        return picture
    picture = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)


def _load(picture: bytes, max_pixels: int) -> Image.Image:
    """Open a stranger's picture, after its size was read and before its pixels are."""
    if len(picture) > MAX_BYTES:
        raise CertificateError(Reason.IMAGE_TOO_LARGE)
    try:
        with Image.open(io.BytesIO(picture), formats=_PICTURE_FORMATS) as opened:
            if opened.width * opened.height > max_pixels:
                raise CertificateError(Reason.IMAGE_TOO_LARGE)
            return _on_white(opened).convert("L")
    except CertificateError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise CertificateError(Reason.IMAGE_TOO_LARGE) from error
    except Exception as error:  # decoders of pictures fail in every way there is
        raise CertificateError(Reason.IMAGE_UNREADABLE) from error
