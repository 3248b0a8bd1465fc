"""Photos of a report that is being written: kept on the server, named in her session alone."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from sotiem.corrections.facts import SentPhoto, ShownPhoto
from sotiem.corrections.operations import keep_drafts
from sotiem.foundation.models import StoredFile

_PLACE = "photos"


def keep(
    request: HttpRequest, key: str, photos: Sequence[tuple[str, bytes]], *, at: datetime
) -> list[ShownPhoto]:
    """Keep the photos that came with the form of this key, in place of those of before."""
    told = {photo.original.pk: photo.warned for photo in kept(request, key)}
    drafts = keep_drafts(photos=photos, at=at)
    drafts = [replace(photo, warned=told.get(photo.original.pk, ())) for photo in drafts]
    remember(request, key, drafts)
    return drafts


def coming(
    request: HttpRequest, key: str, photos: Sequence[tuple[str, bytes]]
) -> Sequence[ShownPhoto | SentPhoto]:
    """The photos that come with a report that is sent now, or else those that came before."""
    if not photos:
        return kept(request, key)
    told = {original: tuple(warned) for original, *_, warned in _named(request, key)}
    return [
        SentPhoto(content, told.get(hashlib.sha256(content).hexdigest(), ()) if told else ())
        for _, content in photos
    ]


def kept(request: HttpRequest, key: str) -> list[ShownPhoto]:
    """The photos that came before; those forgotten meanwhile must be chosen again."""
    drafts = _named(request, key)
    if not drafts:
        return []
    names = [original for original, *_ in drafts]
    found = {file.sha256: file for file in StoredFile.objects.filter(sha256__in=names)}
    return [
        ShownPhoto(found[original], None, width, height, tuple(warned))
        for original, width, height, warned in drafts
        if original in found
    ]


def remember(request: HttpRequest, key: str, photos: Sequence[ShownPhoto]) -> None:
    """Name the photos in the session, with what she was told of each."""
    request.session[_PLACE] = {
        key: [[each.original.sha256, each.width, each.height, each.warned] for each in photos]
    }


def forget(request: HttpRequest, key: str) -> None:
    """The form of this key is sent; what is being written in another window stays."""
    if key in request.session.get(_PLACE, {}):
        del request.session[_PLACE]


def _named(request: HttpRequest, key: str) -> list[list[Any]]:
    """What the session says of the photos of a form: name, width, height, what was told."""
    named: list[list[Any]] = request.session.get(_PLACE, {}).get(key, [])
    return named
