"""Strangers' pictures, opened with care."""

import io
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from sotiem.slips.facts import PictureProblem, PictureUnreadable

LARGEST_FILE: Final = 20 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
LONGEST_SIDE: Final = 2_048
_SHORTEST_SIDE: Final = 64
KINDS: Final = ("JPEG", "PNG", "WEBP")
_SOFTWARE: Final = 0x0131
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True)
class Opened:
    """An upright picture in colour, and the program that its file says it was written by."""

    picture: Image.Image
    software: str


def open_picture(picture: bytes, longest_side: int = LONGEST_SIDE) -> Opened:
    """Unpack a picture no larger than needed; its size is read before its pixels are."""
    if not picture:
        raise PictureUnreadable(PictureProblem.EMPTY)
    if len(picture) > LARGEST_FILE:
        raise PictureUnreadable(PictureProblem.TOO_LARGE)
    try:
        with Image.open(io.BytesIO(picture), formats=KINDS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise PictureUnreadable(PictureProblem.TOO_LARGE)
            return _unpacked(opened, longest_side)
    except PictureUnreadable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureUnreadable(PictureProblem.TOO_LARGE) from None
    except UnidentifiedImageError:
        raise PictureUnreadable(PictureProblem.UNKNOWN_KIND) from None
    except Exception:  # decoders of pictures fail in every way there is
        raise PictureUnreadable(PictureProblem.BROKEN) from None


def _unpacked(opened: Image.Image, longest_side: int) -> Opened:
    software = opened.getexif().get(_SOFTWARE, "")
    opened.draft("RGB", (longest_side, longest_side))
    opened.thumbnail((longest_side, longest_side), Image.Resampling.BICUBIC)
    upright = ImageOps.exif_transpose(opened)
    # A thread of pixels is laid on a sheet large enough to be looked at.
    wide, high = (max(side, _SHORTEST_SIDE) for side in upright.size)
    paper = Image.new("RGB", (wide, high), "white")
    if upright.has_transparency_data:
        ink = upright.convert("RGBA")
        paper.paste(ink, mask=ink)
    else:
        paper.paste(upright.convert("RGB"))
    name = software[:_LONGEST_NAME] if isinstance(software, str) else ""
    return Opened(paper, "".join(filter(str.isprintable, name)))
