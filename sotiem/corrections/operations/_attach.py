from collections.abc import Sequence
from datetime import datetime

from sotiem.corrections.facts import ShownPhoto
from sotiem.corrections.models import CorrectionReport, Evidence
from sotiem.slips.operations import ask_to_read


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
