"""Reading the archive, and the proof of it."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Max, QuerySet

from sotiem.accounts.facts import Jurisdiction
from sotiem.archive import rules, served
from sotiem.archive.facts import PublicKey
from sotiem.archive.models import ArchivedDay, ArchiveKey
from sotiem.archive.verifying import check_all
from sotiem.foundation import files
from sotiem.foundation.proof import disagreements
from sotiem.indicators.models import PublicDoses

# What is published of a day comes table by table; so long after the last one it is whole.
SETTLES_IN: Final = timedelta(minutes=10)


def days_to_archive(*, at: datetime) -> QuerySet[PublicDoses, date]:
    """Published days that are not archived, the earliest first; never one before an archived day,
    because what follows it has been signed."""
    published = PublicDoses.objects.filter(
        path=Jurisdiction.country().path, published_at__lte=at - SETTLES_IN
    )
    last = ArchivedDay.objects.aggregate(last=Max("day"))["last"]
    if last is not None:
        published = published.filter(day__gt=last)
    return published.order_by("day").values_list("day", flat=True).distinct()


def archived_days(year: int | None = None) -> QuerySet[ArchivedDay]:
    """The archives, newest first; of one year, or all."""
    days = ArchivedDay.objects.select_related("file", "key").order_by("-day")
    return days if year is None else days.filter(day__year=year)


def archived_on(day: date) -> ArchivedDay | None:
    return archived_days().filter(day=day).first()


def key_in_force(at: datetime) -> ArchiveKey | None:
    """The key that signs at a moment, as far as is known."""
    keys = ArchiveKey.objects.filter(valid_from__lte=at, valid_to__gt=at, ended_at=None)
    return keys.order_by("-valid_from", "-pk").first()


def public_keys(known_at: datetime) -> list[PublicKey]:
    """Every key that ever signed, and when, as was known at a moment; the newest last."""
    made = ArchiveKey.objects.filter(made_at__lte=known_at).order_by("valid_from", "pk")
    return [
        PublicKey(key.kid, bytes(key.public_key), key.valid_from, key.ends_at(known_at))
        for key in made
        if key.ends_at(known_at) > key.valid_from
    ]


def keys_named(known_at: datetime) -> list[PublicKey]:
    """The keys that may sign from a moment on."""
    return [key for key in public_keys(known_at) if key.valid_to > known_at]


def disagreements_on_record(*, at: datetime) -> Iterator[str]:
    """Archives that the trail does not vouch for, that do not hold, or that say something else
    than what is published."""
    rows = ArchivedDay.objects.select_related("file", "key")
    yield from disagreements(rows, kind="archivedday", facts_of=lambda row: row.facts)
    keys = {key.kid: key for key in public_keys(at)}
    days = list(rows.order_by("day"))
    held = ((f"{row.day}.zip", files.read(row.file)) for row in days if files.is_intact(row.file))
    for checked in check_all(held, keys=keys, listed=[row.day for row in days]):
        for finding in checked.findings:
            yield f"archive {checked.name}: {finding.trouble}, {finding.about}"
    for row in days:
        yield from _said_otherwise(row)


def _said_otherwise(row: ArchivedDay) -> Iterator[str]:
    """What was published of the day, where it is no longer what was archived. What a later
    release tells beside it is no contradiction."""
    if not files.is_intact(row.file):
        return
    for name, content in rules.unzipped(files.read(row.file)).items():
        if not name.endswith(".json") or name == rules.MANIFEST:
            continue
        now = served.asked(f"{served.PREFIX}{name}", row.day)
        if now is None or not _tells(json.loads(now), json.loads(content)):
            yield f"archive {row.day}.zip: {name} is published otherwise now"


def _tells(now: object, then: object) -> bool:
    if isinstance(now, dict) and isinstance(then, dict):
        return all(key in now and _tells(now[key], told) for key, told in then.items())
    return now == then
