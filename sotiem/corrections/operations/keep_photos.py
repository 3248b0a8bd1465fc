import io
import struct
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from sotiem.corrections.facts import KeptPhoto
from sotiem.foundation.files import store
from sotiem.foundation.refusals import Refusal

LARGEST_FILE: Final = 10 * 1024 * 1024
MOST_PIXELS: Final = 50_000_000
MOST_PHOTOS: Final = 3
LONGEST_SIDE: Final = 2_048
QUALITY: Final = 85
KINDS: Final = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


class TooManyPhotos(Refusal):
    """More photos than a report takes; details: most."""


class PhotoIsEmpty(Refusal):
    """A file without content; details: number."""


class PhotoIsTooBig(Refusal):
    """A file larger than we take; details: number, megabytes."""


class PhotoIsTooManyPixels(Refusal):
    """A picture larger than we unpack; details: number, megapixels."""


class PhotoKindUnknown(Refusal):
    """Not a JPEG, PNG or WebP picture, whatever its name says; details: number."""


class PhotoIsBroken(Refusal):
    """A picture that ends too early or cannot be drawn; details: number."""


@dataclass(frozen=True, slots=True)
class _Clean:
    """A photo that could be drawn, drawn anew: upright, not too large, without anything hidden."""

    media_type: str
    jpeg: bytes
    width: int
    height: int


@transaction.atomic
def keep_photos(*, files: Sequence[tuple[str, bytes]], at: datetime) -> list[KeptPhoto]:
    """Check photos by their content; keep each as it came, and a clean picture of it.

    All are checked before the first is kept. Names are not kept: they tell of their owner.
    """
    if len(files) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    cleaned = [_clean(content, number) for number, (_, content) in enumerate(files, start=1)]
    return [
        KeptPhoto(
            original=store(content, media_type=clean.media_type, at=at),
            picture=store(clean.jpeg, media_type="image/jpeg", at=at),
            width=clean.width,
            height=clean.height,
        )
        for clean, (_, content) in zip(cleaned, files, strict=True)
    ]


def _clean(content: bytes, number: int) -> _Clean:
    if not content:
        raise PhotoIsEmpty(number=number)
    if len(content) > LARGEST_FILE:
        raise PhotoIsTooBig(number=number, megabytes=LARGEST_FILE // 1024 // 1024)
    try:
        with Image.open(io.BytesIO(content), formats=tuple(KINDS)) as photo:
            if photo.width * photo.height > MOST_PIXELS:
                raise PhotoIsTooManyPixels(number=number, megapixels=MOST_PIXELS // 1_000_000)
            media_type = KINDS[photo.format or ""]
            picture = _redraw(photo)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoIsTooManyPixels(number=number, megapixels=MOST_PIXELS // 1_000_000) from None
    except UnidentifiedImageError:
        raise PhotoKindUnknown(number=number) from None
    except (OSError, SyntaxError, ValueError, struct.error):
        raise PhotoIsBroken(number=number) from None
    kept = io.BytesIO()
    picture.save(kept, "JPEG", quality=QUALITY)
    return _Clean(media_type, kept.getvalue(), picture.width, picture.height)


def _redraw(photo: Image.Image) -> Image.Image:
    """Copy the pixels alone onto fresh white paper: what else the file holds stays behind."""
    photo.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    photo.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(photo)
    paper = Image.new("RGB", upright.size, "white")
    if upright.has_transparency_data:
        ink = upright.convert("RGBA")
        paper.paste(ink, mask=ink)
    else:
        paper.paste(upright.convert("RGB"))
    return paper
