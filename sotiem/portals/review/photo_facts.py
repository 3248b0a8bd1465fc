"""What a machine read from the photos of a report, for the page of its case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.photo_queries import UsedElsewhere, used_elsewhere
from sotiem.portals.components.slip_warnings import OF_FAULTS, advice_on
from sotiem.portals.review import photo_words as words
from sotiem.portals.review.photo_lines import Line, Told
from sotiem.slips.facts import Fault, ReadPhoto
from sotiem.slips.rules import warning_of

REPORTS_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoRead:
    """All that the page tells of one photo."""

    photo: Evidence
    number: int
    state: Promise
    lines: Sequence[Line] = ()
    codes: Sequence[tuple[Promise, str]] = ()
    faults: Sequence[Promise] = ()
    edited_with: str = ""
    warned: Sequence[Promise] = ()
    others: Sequence[tuple[UsedElsewhere, Promise]] = ()
    more: int = 0  # reports of other units, or beyond those that are named

    @property
    def total(self) -> int:
        return len(self.others) + self.more


def photos_read(
    report: CorrectionReport, read: Mapping[int, ReadPhoto], *, who: Staff, is_full: bool
) -> list[PhotoRead]:
    """What was read of each photo of a report; `read` tells it by the photo."""
    photos = list(report.evidence.all())
    if not photos:
        return []
    elsewhere = used_elsewhere([report.pk]).get(report.pk, ())
    told = Told(report, is_full=is_full)
    return [
        _photo_read(number, photo, read.get(photo.pk), told, elsewhere, who)
        for number, photo in enumerate(photos, start=1)
    ]


def _photo_read(
    number: int,
    photo: Evidence,
    read: ReadPhoto | None,
    told: Told,
    elsewhere: Sequence[UsedElsewhere],
    who: Staff,
) -> PhotoRead:
    same = [other for other in elsewhere if other.evidence_id == photo.public_id]
    open_to_her = [other for other in same if who.may(Role.OFFICER, other.path)]
    named = open_to_her[:REPORTS_NAMED]
    return PhotoRead(
        photo=photo,
        number=number,
        state=words.state_of(read),
        lines=list(told.lines(photo, read)) if read else (),
        codes=list(told.codes(read)) if read else (),
        faults=list(_faults(read)) if read else (),
        edited_with=read.reading.edited_with if read else "",
        warned=[advice_on(warning_of(code)).seen for code in photo.warned],
        others=[(other, words.SAMENESS[other.why]) for other in named],
        more=len(same) - len(named),
    )


def _faults(read: ReadPhoto) -> Iterator[Promise]:
    if read.look is not None:
        for fault in Fault:
            if getattr(read.look, fault.value):
                yield OF_FAULTS[fault].seen
