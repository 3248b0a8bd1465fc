from datetime import date, datetime

from django.db import transaction

from sotiem.archive import rules
from sotiem.archive.facts import Previous
from sotiem.archive.models import ArchivedDay, ArchiveKey
from sotiem.archive.operations.keys import ensure_key, sign
from sotiem.archive.queries import days_to_archive, keys_named
from sotiem.archive.served import files_of
from sotiem.foundation import audit, files
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold


def archive_published_days(*, by: Actor, at: datetime) -> list[ArchivedDay]:
    """Archive every published day that is not archived yet, in order. Asking again adds nothing."""
    made = []
    while (archived := _archive_next(by=by, at=at)) is not None:
        made.append(archived)
    return made


@transaction.atomic
def _archive_next(*, by: Actor, at: datetime) -> ArchivedDay | None:
    hold(Lock.ARCHIVING)
    day = days_to_archive(at=at).first()
    if day is None:
        return None
    key = ensure_key(by=by, at=at)
    before = ArchivedDay.objects.order_by("-day").first()
    content, manifest = archive_of(day, key=key, before=before, made_at=at)
    archived = ArchivedDay.objects.create(
        day=day,
        file=files.store(content, media_type="application/zip", at=at),
        manifest_sha256=rules.sha256_of(manifest),
        previous=before,
        key=key,
        made_at=at,
    )
    digest = audit.digest_of(archived.facts)
    audit.record("figures.archived", archived, by=by, at=at, digest=digest, day=str(day))
    return archived


def archive_of(
    day: date, *, key: ArchiveKey, before: ArchivedDay | None, made_at: datetime
) -> tuple[bytes, bytes]:
    """The archive of a day and its manifest: as they were, bit for bit, if made at the same
    moment again."""
    contents = rules.with_sums(files_of(day))
    manifest = rules.manifest_of(
        contents,
        day=day,
        made_at=made_at,
        previous=Previous(before.day, before.manifest_sha256) if before else None,
        kid=key.kid,
        keys=keys_named(made_at),
    )
    signed = {rules.MANIFEST: manifest, rules.SIGNATURE: sign(key, manifest)}
    return rules.zipped({**signed, **contents}, day=day), manifest
