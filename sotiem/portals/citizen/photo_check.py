"""Photos looked at and read while their report can still be mended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import BoundedSemaphore
from time import monotonic
from typing import Final

from sotiem.corrections.facts import ShownPhoto
from sotiem.corrections.slip_claims import warnings_told
from sotiem.portals.components.slip_warnings import Advice, advice_on
from sotiem.slips.facts import ReadPhoto, SlipClaim, TextSource
from sotiem.slips.operations import read_in_haste
from sotiem.slips.rules import code_of, warning_of

SECONDS: Final = 4.0
# Who comes while others are served is not made to wait: the worker reads the photo afterwards.
_SECONDS_IN_LINE: Final = 0.2
_one_at_a_time: Final = BoundedSemaphore(1)


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a check: the photos with what is told of each, and the name on the slip."""

    photos: list[ShownPhoto]
    is_whole: bool = True  # letters were looked for too
    name_read: str = ""

    @property
    def warned(self) -> bool:
        return any(photo.warned for photo in self.photos)


def check(
    photos: Sequence[ShownPhoto], claim: SlipClaim | None, *, may_rename: bool, at: datetime
) -> Check:
    """Say what an officer would refuse these photos for.

    Without a claim, as while the form is not filled in, only what is wrong with the photos
    themselves. Takes a few seconds at most; nothing is said where that is not enough.
    """
    if not photos or not _one_at_a_time.acquire(timeout=_SECONDS_IN_LINE):
        return Check(list(photos), is_whole=False)
    try:
        until = monotonic() + SECONDS
        readings = [
            read_in_haste(file=photo.original, seconds=until - monotonic(), at=at)
            for photo in photos
        ]
    finally:
        _one_at_a_time.release()
    told = warnings_told(readings, claim, may_rename=may_rename)
    return Check(
        [
            replace(photo, warned=tuple(map(code_of, each)))
            for photo, each in zip(photos, told, strict=True)
        ],
        is_whole=all(reading and _was_read(reading) for reading in readings),
        name_read=next((each.proposal for some in told for each in some if each.proposal), ""),
    )


def advice_of(photo: ShownPhoto) -> list[Advice]:
    """What was told of a photo, in words; a thing said twice is said once."""
    return list(dict.fromkeys(advice_on(warning_of(code)) for code in photo.warned))


def _was_read(photo: ReadPhoto) -> bool:
    return photo.reading.source is not TextSource.GAVE_UP
