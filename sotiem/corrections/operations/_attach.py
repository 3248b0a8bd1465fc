from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sotiem.corrections.facts import SentPhoto, ShownPhoto
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.corrections.operations.keep_photos import keep_undrawn
from sotiem.slips.operations import ask_to_read


def kept_with_report(photos: Sequence[ShownPhoto | SentPhoto], *, at: datetime) -> list[ShownPhoto]:
    """The photos of a report, those kept now that came with it."""
    sent = [photo for photo in photos if isinstance(photo, SentPhoto)]
    new = iter(keep_undrawn(files=[("", photo.content) for photo in sent], at=at))
    return [
        replace(next(new), warned=photo.warned) if isinstance(photo, SentPhoto) else photo
        for photo in photos
    ]


def attach_photos(report: CorrectionReport, photos: Sequence[ShownPhoto], *, at: datetime) -> None:
    """What is shown with a report is kept with it, and read by the worker."""
    if not photos:
        return
    Evidence.objects.bulk_create(
        Evidence(
            report=report,
            original=photo.original,
            picture=photo.picture,
            width=photo.width,
            height=photo.height,
            warned=list(photo.warned),
        )
        for photo in photos
    )
    ask_to_read(file_ids={photo.original.pk for photo in photos}, at=at)
