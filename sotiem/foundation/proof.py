"""Does a written-once row still say what the trail says it said?"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models

from sotiem.foundation.audit import digest_of
from sotiem.foundation.models import AuditEntry

ROWS_AT_A_TIME = 5_000


def disagreements(
    rows: models.QuerySet[Any], *, kind: str, facts_of: Callable[[Any], Mapping[str, Any]]
) -> Iterator[str]:
    """Name each row that the trail does not vouch for, and each that the trail knows and is gone.

    `kind` is the object kind under which the trail tells of these rows, each by one entry with a
    digest of its facts.
    """
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:ROWS_AT_A_TIME]):
        digests = _digests(kind, after=last, up_to=batch[-1].pk)
        for row in batch:
            digest = digests.pop(row.pk, None)
            if digest is None:
                yield f"{kind} {row.pk}: the trail does not know it"
            elif digest != digest_of(facts_of(row)):
                yield f"{kind} {row.pk}: it was changed behind the system's back"
        yield from (f"{kind} {gone}: it was deleted behind the system's back" for gone in digests)
        last = batch[-1].pk
    for gone in _digests(kind, after=last):
        yield f"{kind} {gone}: it was deleted behind the system's back"


def _digests(kind: str, *, after: int, up_to: int | None = None) -> dict[int, str]:
    entries = AuditEntry.objects.filter(object_kind=kind, object_id__gt=after).exclude(digest="")
    if up_to is not None:
        entries = entries.filter(object_id__lte=up_to)
    return dict(entries.values_list("object_id", "digest"))
