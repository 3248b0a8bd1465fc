"""`sotiem slips read --all`: photos of reports that no machine has read yet."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from sotiem.corrections.models import Evidence
from sotiem.foundation.processes import cut
from sotiem.runtime.cores import on_all_cores
from sotiem.runtime.terminal import console
from sotiem.slips.models import PhotoReading
from sotiem.slips.operations import read_photo

PHOTOS_AT_ONCE: Final = 10


def read_all(*, processes: int) -> None:
    """Read what is not read, and tell how many could not be."""
    waiting = _waiting()
    slices = cut(waiting, at_once=PHOTOS_AT_ONCE)
    failed = 0
    for some in on_all_cores(read_some, slices, processes=processes, what="Photos"):
        failed += some
    console.print(f"{len(waiting) - failed:,} photos read, {failed:,} could not be")


def read_some(file_ids: Sequence[int]) -> int:
    """Read some photos; says how many could not be."""
    for file_id in file_ids:
        try:
            read_photo(file_id=file_id, at=timezone.now())
        except Exception as problem:  # the others are read all the same
            console.print(f"photo {file_id}: {type(problem).__name__}", style="yellow")
    rows = PhotoReading.objects.filter(pk__in=file_ids)
    return len(file_ids) - rows.filter(read_at__isnull=False, problem="").count()


def _waiting() -> list[int]:
    done = PhotoReading.objects.done().filter(pk=OuterRef("original_id"))
    files = Evidence.objects.filter(~Exists(done)).order_by("original_id")
    return list(files.values_list("original_id", flat=True).distinct())
