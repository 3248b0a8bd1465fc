"""A sender's photo: what its file says of itself, and its pixels drawn anew for people."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2_048
QUALITY: Final = 85
KINDS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_ORIENTATION: Final = 0x0112
_LYING: Final = frozenset({5, 6, 7, 8})
_START_OF_SCAN, _END_OF_IMAGE = 0xDA, b"\xff\xd9"
_RIFF_HEAD: Final = 8

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class Problem(StrEnum):
    """Why a file is no picture for us."""

    KIND = "kind"  # no JPEG, PNG or WebP, whatever its name says
    PIXELS = "pixels"  # larger than we unpack
    BROKEN = "broken"  # ends too early, or cannot be drawn


class NoPicture(ValueError):
    """A file cannot be looked at; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Announced:
    """What a file says of itself, before any of its pixels is unpacked: the size as drawn."""

    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A photo drawn anew: upright, not too large, without anything hidden."""

    jpeg: bytes
    width: int
    height: int


def announced(content: bytes) -> Announced:
    """Read the head of a file, and see that it has an end."""
    with _opened(content) as photo:
        kind = photo.format or ""
        if not _is_whole(kind, content):
            raise NoPicture(Problem.BROKEN)
        scale = min(1.0, LONGEST_SIDE / max(photo.size))
        wide, high = (max(1, round(side * scale)) for side in photo.size)
        if photo.getexif().get(_ORIENTATION) in _LYING:
            wide, high = high, wide
        return Announced(KINDS[kind], wide, high)


def drawn(content: bytes) -> Drawn:
    """Unpack a photo no larger than needed, and keep its pixels alone."""
    with _opened(content) as photo:
        photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        ImageOps.exif_transpose(photo, in_place=True)
        picture = _in_colour(photo)
        picture.info.clear()
        kept = io.BytesIO()
        picture.save(kept, "JPEG", quality=QUALITY, exif=b"")
        return Drawn(kept.getvalue(), picture.width, picture.height)


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """A file opened by its content; whatever goes wrong meanwhile is a `NoPicture`."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(KINDS)) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise NoPicture(Problem.PIXELS)
            yield photo
    except NoPicture:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPicture(Problem.PIXELS) from None
    except UnidentifiedImageError:
        raise NoPicture(Problem.KIND) from None
    except (OSError, SyntaxError, ValueError, struct.error):
        raise NoPicture(Problem.BROKEN) from None


def _in_colour(photo: Image.Image) -> Image.Image:
    """The photo in red, green and blue; what shines through becomes white."""
    if not photo.has_transparency_data:
        return photo if photo.mode == "RGB" else photo.convert("RGB")
    paper = Image.new("RGB", photo.size, "white")
    ink = photo.convert("RGBA")
    paper.paste(ink, mask=ink)
    return paper


def _is_whole(kind: str, content: bytes) -> bool:
    """Whether the end that each kind of file has is there, whatever a camera hung on behind it."""
    if kind == "PNG":
        return b"IEND" in content
    if kind == "WEBP":
        return int.from_bytes(content[4:_RIFF_HEAD], "little") + _RIFF_HEAD <= len(content)
    return content.find(_END_OF_IMAGE, _scan_of(content)) != -1


def _scan_of(content: bytes) -> int:
    """Where the pixels of a JPEG begin: past the small preview that has an end of its own."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _START_OF_SCAN:
        at += 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    return at
