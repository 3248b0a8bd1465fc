from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction

from sotiem.corrections import pictures
from sotiem.corrections.facts import KeptPhoto, ShownPhoto
from sotiem.foundation.files import store
from sotiem.foundation.refusals import Refusal

LARGEST_FILE: Final = 10 * 1024 * 1024
MOST_PHOTOS: Final = 3

Told = TypeVar("Told")


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


@transaction.atomic
def keep_photos(*, files: Sequence[tuple[str, bytes]], at: datetime) -> list[KeptPhoto]:
    """Check photos by their content; keep each as it came, and a clean picture of it.

    All are checked before the first is kept. Names are not kept: they tell of their owner.
    """
    told = _checked(files)
    clean = [
        _asked(pictures.drawn, content, number)
        for number, (_, content) in enumerate(files, start=1)
    ]
    return [
        KeptPhoto(
            original=store(content, media_type=each.media_type, at=at),
            picture=store(picture.jpeg, media_type="image/jpeg", at=at),
            width=picture.width,
            height=picture.height,
        )
        for each, picture, (_, content) in zip(told, clean, files, strict=True)
    ]


def keep_undrawn(*, files: Sequence[tuple[str, bytes]], at: datetime) -> list[ShownPhoto]:
    """Keep photos as they came, after a look at the head and end of each.

    Nobody waits to see them: they are drawn for whoever looks (`photo_queries.picture_of`).
    """
    told = _checked(files)
    with transaction.atomic(savepoint=False):  # what can be refused was refused before
        return [
            ShownPhoto(
                original=store(content, media_type=each.media_type, at=at),
                picture=None,
                width=each.width,
                height=each.height,
            )
            for each, (_, content) in zip(told, files, strict=True)
        ]


def _checked(files: Sequence[tuple[str, bytes]]) -> list[pictures.Announced]:
    if len(files) > MOST_PHOTOS:
        raise TooManyPhotos(most=MOST_PHOTOS)
    numbered = enumerate((content for _, content in files), start=1)
    return [_announced(content, number) for number, content in numbered]


def _announced(content: bytes, number: int) -> pictures.Announced:
    if not content:
        raise PhotoIsEmpty(number=number)
    if len(content) > LARGEST_FILE:
        raise PhotoIsTooBig(number=number, megabytes=LARGEST_FILE // 1024 // 1024)
    return _asked(pictures.announced, content, number)


def _asked(ask: Callable[[bytes], Told], content: bytes, number: int) -> Told:
    """What is asked of a photo; what is wrong with it is told with its number."""
    try:
        return ask(content)
    except pictures.NoPicture as no:
        match no.problem:
            case pictures.Problem.PIXELS:
                megapixels = pictures.MOST_PIXELS // 1_000_000
                raise PhotoIsTooManyPixels(number=number, megapixels=megapixels) from None
            case pictures.Problem.KIND:
                raise PhotoKindUnknown(number=number) from None
            case pictures.Problem.BROKEN:
                raise PhotoIsBroken(number=number) from None
