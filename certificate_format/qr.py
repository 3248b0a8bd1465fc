"""QR codes: drawn for paper and screens, and read back from pictures."""

import io
import struct
import zlib
from typing import Final, TypeAlias

import numpy as np
import zxingcpp
from PIL import Image

from certificate_format.errors import CertificateError, Reason
from certificate_format.hcert import PREFIX
from certificate_format.health_card_codes import PREFIX as HEALTH_CARD_PREFIX

MAX_PIXELS: Final = 50_000_000
MAX_BYTES: Final = 20_000_000

_ERROR_CORRECTION: Final = "Q"  # the level that the European rules recommend for print
_OF_HEALTH_CARDS: Final = "L"  # with it a card fits into version 22, as its framework asks
_PICTURE_FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_BLACK: Final = 0
_PNG_START: Final = b"\x89PNG\r\n\x1a\n"
_BLACK_AND_WHITE: Final = bytes([1, 0, 0, 0, 0])  # one bit a pixel, grey, not interlaced
_AS_ABOVE: Final = 2

Modules: TypeAlias = np.ndarray[tuple[int, int], np.dtype[np.bool_]]


def svg(text: str) -> str:
    """Draw a QR code that scales to any size, one unit a module, with its quiet zone."""
    modules = _modules(text)
    size = len(modules)
    runs = _dark_runs(modules)
    path = "M%d %dh%dv1h-%dz" * len(runs) % tuple(runs.ravel().tolist())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}h-{size}z"/>'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def png(text: str, *, module_pixels: int = 6) -> bytes:
    """Draw a QR code as a black and white picture, with its quiet zone."""
    light = ~_modules(text)
    rows = np.packbits(light.repeat(module_pixels, axis=1), axis=1)
    # Each row but the first of a module is "as above": nothing, by the filter that subtracts it.
    lines = np.zeros((len(rows), module_pixels, rows.shape[1] + 1), np.uint8)
    lines[:, 0, 1:] = rows
    lines[:, 1:, 0] = _AS_ABOVE
    side = struct.pack(">II", len(rows) * module_pixels, len(rows) * module_pixels)
    return b"".join(
        (
            _PNG_START,
            _chunk(b"IHDR", side + _BLACK_AND_WHITE),
            _chunk(b"IDAT", zlib.compress(lines.tobytes())),
            _chunk(b"IEND", b""),
        )
    )


def read(picture: bytes, *, max_pixels: int = MAX_PIXELS) -> str | None:
    """Read the QR code in a picture: a certificate if there is one, else all codes of a SMART
    Health Card, else the first code found."""
    return find(_load(picture, max_pixels))


def find(picture: Image.Image) -> str | None:
    """Read the QR code in a picture that is open already."""
    found = zxingcpp.read_barcodes(picture, formats=_QR)
    texts = [barcode.text for barcode in found]
    certificates = [text for text in texts if text.startswith(PREFIX)]
    card = "".join(sorted(text for text in texts if text.startswith(HEALTH_CARD_PREFIX)))
    return next(filter(None, [*certificates, card, *texts]), None)


def _modules(text: str) -> Modules:
    """Lay a QR code out with its quiet zone: true where a module is dark."""
    level = _OF_HEALTH_CARDS if text.startswith(HEALTH_CARD_PREFIX) else _ERROR_CORRECTION
    try:
        barcode = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    except (ValueError, RuntimeError) as error:
        raise CertificateError(Reason.TEXT_DOES_NOT_FIT_QR) from error
    dark: Modules = np.asarray(barcode.to_image(scale=1, add_quiet_zones=True)) == _BLACK
    return dark


def _dark_runs(modules: Modules) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """List runs of dark modules: column, row, and twice how many follow each other."""
    edges = np.diff(modules.astype(np.int8).ravel())  # the quiet zone keeps the rows apart
    starts, ends = (np.flatnonzero(edges == step) + 1 for step in (1, -1))
    rows, columns = np.divmod(starts, len(modules))
    return np.stack((columns, rows, ends - starts, ends - starts), axis=1)


def _chunk(kind: bytes, content: bytes) -> bytes:
    """Write one part of a PNG file."""
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


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
