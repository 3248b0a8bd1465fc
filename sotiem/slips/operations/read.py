"""A photo is read once, and what was read is kept beside its file."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Value
from django.db.models.expressions import RawSQL

from sotiem.foundation import events, files
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.models import StoredFile
from sotiem.slips import rules
from sotiem.slips.events import PhotoRead
from sotiem.slips.facts import (
    PhotoLook,
    PictureProblem,
    PictureUnreadable,
    ReadPhoto,
    SlipReading,
    TextSource,
)
from sotiem.slips.kept import kept_look, kept_reading
from sotiem.slips.likeness import SAME_PHOTO, is_same_photo, likeness, parts_near, parts_of
from sotiem.slips.looks import look_at_photo
from sotiem.slips.models import PhotoReading
from sotiem.slips.reading import read_slip

MOST_TRIES: Final = 3
# A third of a second each: of many that are alike, only the likest are held beside it.
MOST_COMPARED: Final = 3
_WORKER_SECONDS: Final = 40.0
_APART: Final = "bit_count((likeness # %s::bigint)::bit(64))"
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made of a file, or why nothing was."""

    problem: PictureProblem | None = None
    look: PhotoLook | None = None
    reading: SlipReading | None = None


def read_photo(*, file_id: int, at: datetime) -> None:
    """Read a photo with the time that it takes, and find who else shows it. Twice is once.

    A file that ended its reader is begun a few times, and then left alone.
    """
    begun = _begin(file_id=file_id, at=at)
    if begun is None:
        return
    known = begun.read_at is not None and not begun.is_hurried
    made = None if known else _made_of(begun.file, _WORKER_SECONDS)
    alike = None if made and made.problem else likeness(files.read(begun.file))
    _finish(file_id=file_id, made=made, alike=alike, at=at)


def read_in_haste(*, file: StoredFile, seconds: float, at: datetime) -> ReadPhoto | None:
    """Read a photo for somebody who waits: its looks and codes, and its text if that is soon read.

    Nothing when that fails, whatever the cause: the worker tries again with more time.
    """
    earlier = PhotoReading.objects.filter(pk=file.pk).first()
    if earlier is not None and earlier.is_read_well:
        return earlier.facts
    try:
        made = _made_of(file, seconds)
    except Exception as problem:  # nobody is kept from sending by a picture
        _log.warning("a photo was not read in haste: %s", type(problem).__name__)
        return None
    return _keep(file_id=file.pk, made=made, is_hurried=_gave_up(made), at=at).facts


def _made_of(file: StoredFile, seconds: float) -> _Made:
    try:
        content = files.read(file)
        return _Made(look=look_at_photo(content), reading=read_slip(content, seconds=seconds))
    except OSError:
        return _Made(PictureProblem.LOST)
    except PictureUnreadable as unreadable:
        return _Made(unreadable.problem)


def _gave_up(made: _Made) -> bool:
    return made.reading is not None and made.reading.source is TextSource.GAVE_UP


@transaction.atomic
def _begin(*, file_id: int, at: datetime) -> PhotoReading | None:
    """Count that a reading begins; none does where it is done, or was begun too often."""
    row, _ = PhotoReading.objects.get_or_create(file_id=file_id)
    row = PhotoReading.objects.select_for_update(of=("self",)).select_related("file").get(pk=row.pk)
    if row.is_done:
        return None
    row.tries += 1
    is_left_alone = row.tries > MOST_TRIES
    if is_left_alone:
        row.problem, row.read_at, row.is_hurried = PictureProblem.FAILED, at, False
        events.publish(PhotoRead(file_id=file_id, at=at))
    row.save(update_fields=["tries", "problem", "read_at", "is_hurried"])
    return None if is_left_alone else row


@transaction.atomic
def _keep(*, file_id: int, made: _Made, is_hurried: bool, at: datetime) -> PhotoReading:
    row, _ = PhotoReading.objects.get_or_create(file_id=file_id)
    row = PhotoReading.objects.select_for_update().get(pk=row.pk)
    if row.is_read_well:
        return row
    row.read_at, row.is_hurried = at, is_hurried
    row.problem = made.problem or ""
    row.look = kept_look(made.look) if made.look else {}
    row.reading = kept_reading(made.reading) if made.reading else {}
    row.slip_numbers = rules.slip_numbers(made.reading) if made.reading else []
    row.save()
    return row


@transaction.atomic
def _finish(*, file_id: int, made: _Made | None, alike: int | None, at: datetime) -> None:
    """Keep what was read, and of which photo this is a copy; tell who waits for it."""
    if made is not None:
        _keep(file_id=file_id, made=made, is_hurried=False, at=at)
    hold(Lock.COMPARING_PHOTOS)
    row = PhotoReading.objects.select_related("file").get(pk=file_id)
    if alike is not None:
        row.likeness, row.parts = _signed(alike), parts_of(alike)
        row.copy_of = _first_of(row, alike)
        row.save(update_fields=["likeness", "parts", "copy_of"])
    events.publish(PhotoRead(file_id=file_id, at=at))


def _first_of(row: PhotoReading, alike: int) -> PhotoReading | None:
    """The photo kept before of which this one is a copy, among the likest."""
    firsts = PhotoReading.objects.filter(copy_of__isnull=True, parts__overlap=parts_near(alike))
    near = (
        firsts.exclude(pk=row.pk)
        .annotate(apart=RawSQL(_APART, [str(_signed(alike))]))
        .filter(apart__lte=Value(SAME_PHOTO))
        .select_related("file")
        .order_by("apart", "pk")[:MOST_COMPARED]
    )
    content = files.read(row.file)
    return next((first for first in near if _shows_the_same(first, content)), None)


def _shows_the_same(first: PhotoReading, content: bytes) -> bool:
    try:
        return is_same_photo(files.read(first.file), content)
    except (OSError, PictureUnreadable):
        return False


def _signed(hash_: int) -> int:
    """64 bits as PostgreSQL keeps them."""
    return hash_ - (1 << 64) if hash_ >> 63 else hash_
