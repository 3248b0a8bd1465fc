"""The photos that an earlier channel's export names, taken from a folder one by one."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from django.utils import timezone

from sotiem.corrections.facts import PHOTO_NAMED
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import attach_loaded_photo, keep_undrawn
from sotiem.corrections.operations.keep_photos import LARGEST_FILE
from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.terminal import console

PHOTOS_AT_ONCE: Final = 200
NOT_THERE: Final = "the photo is not in the folder"

# A report that waits for its photo: its key, what its source calls it, the photo's name.
Waiting = tuple[int, str, str]


def attach_photos(channel_code: str, folder: Path, *, processes: int) -> dict[str, str]:
    """Keep the photos of reports that have none yet; tells, by source, which cannot be."""
    waiting = _waiting(channel_code)
    slices = [
        waiting[start : start + PHOTOS_AT_ONCE] for start in range(0, len(waiting), PHOTOS_AT_ONCE)
    ]
    unread: dict[str, str] = {}
    work = partial(attach_some, folder=folder)
    for some in on_all_cores(work, slices, processes=processes, what="Photos"):
        unread |= some
    console.print(f"{len(waiting) - len(unread):,} photos kept, {len(unread):,} not")
    return unread


def attach_some(waiting: Sequence[Waiting], *, folder: Path) -> dict[str, str]:
    """Keep the photos of some reports; each is a transaction of its own."""
    unread = {}
    for report_id, source_id, name in waiting:
        content = _content(folder, name)
        if content is None:
            unread[source_id] = NOT_THERE
            continue
        now = timezone.now()
        try:
            (photo,) = keep_undrawn(files=[(name, content)], at=now)
        except Refusal as refusal:
            unread[source_id] = type(refusal).__name__
            continue
        attach_loaded_photo(report_id=report_id, photo=photo, by=machine("load"), at=now)
    return unread


def _waiting(channel_code: str) -> list[Waiting]:
    reports = CorrectionReport.objects.filter(
        channel__code=channel_code, claims__has_key=PHOTO_NAMED, evidence__isnull=True
    )
    rows = reports.order_by("pk").values_list("pk", "source_id", f"claims__{PHOTO_NAMED}")
    return list(rows)


def _content(folder: Path, name: str) -> bytes | None:
    """A file of that very folder, up to one byte more than is taken."""
    path = (folder / name).resolve()
    if path.parent != folder.resolve() or not path.is_file():
        return None
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)
