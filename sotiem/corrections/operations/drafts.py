"""Photos chosen for a report before it is sent."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from sotiem.corrections.facts import ShownPhoto
from sotiem.corrections.operations.keep_photos import keep_undrawn
from sotiem.corrections.photo_models import PhotoDraft
from sotiem.foundation import files

KEPT_FOR: Final = timedelta(days=1)
_AT_ONCE: Final = 500


@transaction.atomic
def keep_drafts(*, photos: Sequence[tuple[str, bytes]], at: datetime) -> list[ShownPhoto]:
    """Keep photos while their report is written: for a day, if it is not sent."""
    kept = keep_undrawn(files=photos, at=at)
    PhotoDraft.objects.bulk_create(
        PhotoDraft(original=photo.original, kept_at=at) for photo in kept
    )
    return kept


def forget_drafts(*, at: datetime) -> int:
    """Let go of photos whose report was not sent within a day; says how many files are gone."""
    old = PhotoDraft.objects.filter(kept_at__lt=at - KEPT_FOR).order_by("kept_at", "pk")
    return sum(_forget(draft_id=pk) for pk in old.values_list("pk", flat=True)[:_AT_ONCE])


@transaction.atomic
def _forget(*, draft_id: int) -> int:
    draft = PhotoDraft.objects.select_related("original").filter(pk=draft_id).first()
    if draft is None:
        return 0
    draft.delete()
    return int(files.forget(draft.original))
