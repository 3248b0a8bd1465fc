"""Photos looked at and read while their report can still be mended."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import BoundedSemaphore
from time import monotonic
from typing import Final

from sotiem.corrections.facts import ShownPhoto
from sotiem.portals.components.slip_warnings import Advice, advice_on
from sotiem.slips.facts import ReadPhoto, RefusalReason, SlipClaim, SlipWarning, TextSource
from sotiem.slips.operations import read_in_haste
from sotiem.slips.rules import code_of, warning_of, warnings

SECONDS: Final = 4.0
# Who comes while others are served is not made to wait: the worker reads the photo afterwards.
_SECONDS_IN_LINE: Final = 0.2
_one_at_a_time: Final = BoundedSemaphore(1)
# Of one photo each, whatever is claimed; the others are told where every legible photo says so.
_OF_THE_PHOTO: Final = frozenset(
    {
        RefusalReason.SLIP_BLURRED,
        RefusalReason.SLIP_COVERED,
        RefusalReason.ONLY_A_PORTRAIT,
        RefusalReason.SLIP_EDITED,
    }
)
_OF_THE_NAME: Final = frozenset({RefusalReason.NAME_WITHOUT_MARKS})


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
    found = [_warnings_of(reading, claim, may_rename=may_rename) for reading in readings]
    told = _told(found)
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


def _warnings_of(
    photo: ReadPhoto | None, claim: SlipClaim | None, *, may_rename: bool
) -> list[SlipWarning]:
    if photo is None or photo.look is None:
        return []
    found = warnings(claim or SlipClaim(full_name=""), photo.reading, photo.look)
    if claim is None:
        found = [each for each in found if each.reason in _OF_THE_PHOTO]
    if not may_rename:
        found = [each for each in found if each.reason not in _OF_THE_NAME]
    return found


def _told(found: Sequence[Sequence[SlipWarning]]) -> list[list[SlipWarning]]:
    """Of several photos one may be another paper: what a legible one does not say is not told."""
    legible = [
        {each.reason for each in some} for some in found if not any(each.fault for each in some)
    ]
    by_all = set.intersection(*legible) if legible else set()
    return [
        [each for each in some if each.reason in _OF_THE_PHOTO or each.reason in by_all]
        for some in found
    ]


def _was_read(photo: ReadPhoto) -> bool:
    return photo.reading.source is not TextSource.GAVE_UP
