"""The trail: every write, and every reading of a person's record by staff.

An entry is written in the transaction of what it tells of. Links of a hash chain are added
afterwards by `seal_trail`, so that writers never wait for one another.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

import polars as pl
from django.db import connection, models, transaction

from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import copy_frame, insert_rows
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.models import AuditEntry, AuditSeal

request_id: Final[ContextVar[str]] = ContextVar("request_id", default="")

ENTRIES_PER_SEAL: Final = 20_000
FIRST_HASH: Final = "0" * 64
_WRITTEN: Final = (
    "at",
    "actor_kind",
    "actor_key",
    "actor_label",
    "action",
    "object_kind",
    "object_id",
    "patient_id",
    "reason",
    "digest",
    "details",
    "request_id",
)


@dataclass(frozen=True, slots=True)
class Note:
    """What one entry says, for writing many at once."""

    action: str
    object_kind: str
    object_id: int
    patient_id: int | None = None
    reason: str = ""
    digest: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def record(
    action: str,
    thing: models.Model,
    *,
    by: Actor,
    at: datetime,
    patient_id: int | None = None,
    reason: str = "",
    digest: str = "",
    **details: Any,
) -> None:
    """Leave a trace of one action."""
    note = Note(
        action=action,
        object_kind=thing._meta.model_name or "",
        object_id=thing.pk,
        patient_id=patient_id,
        reason=reason,
        digest=digest,
        details=details,
    )
    record_many([note], by=by, at=at)


def record_many(notes: Iterable[Note], *, by: Actor, at: datetime) -> None:
    """Leave one trace per note, in one statement whatever their number."""
    same = (at.isoformat(), str(by.kind), by.key, by.label)
    asked = request_id.get()
    rows = (
        (
            *same,
            note.action,
            note.object_kind,
            note.object_id,
            note.patient_id,
            note.reason,
            note.digest,
            json.dumps(dict(note.details)) if note.details else "{}",
            asked,
        )
        for note in notes
    )
    insert_rows(AuditEntry, _WRITTEN, rows)


def record_columns(
    *,
    action: str,
    object_kind: str,
    object_ids: Sequence[int],
    patient_ids: Sequence[int],
    digests: Sequence[str],
    details: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Leave the same kind of trace of very many things, given as columns."""
    same = {
        "at": at.isoformat(),
        "actor_kind": str(by.kind),
        "actor_key": by.key,
        "actor_label": by.label,
        "action": action,
        "object_kind": object_kind,
        "reason": "",
        "details": json.dumps(dict(details)),
        "request_id": request_id.get(),
    }
    frame = pl.DataFrame(
        {"object_id": object_ids, "patient_id": patient_ids, "digest": digests}
    ).with_columns(pl.lit(value).alias(name) for name, value in same.items())
    with connection.cursor() as cursor:
        copy_frame(cursor, AuditEntry, frame)


def digest_of(facts: Mapping[str, Any]) -> str:
    """The SHA-256 of a version's facts, the same on every machine (hexadecimal)."""
    return hashlib.sha256(_canonical(facts)).hexdigest()


def _canonical(value: Any) -> bytes:
    text = json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_plain
    )
    return text.encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


@dataclass(frozen=True, slots=True)
class BrokenSeal:
    """A link of the chain that no longer holds."""

    number: int
    why: str


def seal_trail(*, at: datetime) -> int:
    """Add links to the chain for all entries that no running transaction can still precede.

    Returns how many entries were sealed. Each link is kept at once: after millions of entries it
    goes on for minutes, and whoever stops it loses nothing.
    """
    sealed = 0
    while added := _seal_some(at):
        sealed += added
    return sealed


@transaction.atomic
def _seal_some(at: datetime) -> int:
    """Add one link. Entries are taken in the order (transaction, id); only transactions older than
    every running one are taken, so none can slip in before them."""
    hold(Lock.SEALING)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        (horizon,) = cursor.fetchone()
    last = AuditSeal.objects.order_by("-number").first()
    entries = list(_entries_after(last, before=horizon)[:ENTRIES_PER_SEAL])
    if entries:
        previous = last.hash if last else FIRST_HASH
        AuditSeal.objects.create(
            number=(last.number if last else 0) + 1,
            sealed_at=at,
            last_transaction=entries[-1].transaction,
            last_entry=entries[-1].pk,
            entries=len(entries),
            previous_hash=previous,
            hash=_chain(previous, entries),
        )
    return len(entries)


def broken_seals() -> Iterator[BrokenSeal]:
    """Walk the whole chain and name every link that does not hold."""
    previous: AuditSeal | None = None
    for seal in AuditSeal.objects.order_by("number").iterator(chunk_size=100):
        expected = previous.hash if previous else FIRST_HASH
        if (
            seal.previous_hash != expected
            or seal.number != (previous.number if previous else 0) + 1
        ):
            yield BrokenSeal(seal.number, "the link before it is missing or another one")
        entries = list(_entries_of(seal, after=previous))
        if len(entries) != seal.entries:
            yield BrokenSeal(seal.number, f"holds {len(entries)} entries, was {seal.entries}")
        elif _chain(seal.previous_hash, entries) != seal.hash:
            yield BrokenSeal(seal.number, "an entry was changed")
        previous = seal


def _entries_after(seal: AuditSeal | None, *, before: int) -> models.QuerySet[AuditEntry]:
    entries = AuditEntry.objects.order_by("transaction", "id").filter(transaction__lt=before)
    if seal is None:
        return entries
    return entries.filter(transaction__gte=seal.last_transaction).exclude(
        transaction=seal.last_transaction, pk__lte=seal.last_entry
    )


def _entries_of(seal: AuditSeal, *, after: AuditSeal | None) -> models.QuerySet[AuditEntry]:
    return _entries_after(after, before=seal.last_transaction + 1).exclude(
        transaction=seal.last_transaction, pk__gt=seal.last_entry
    )


def _chain(previous: str, entries: Sequence[AuditEntry]) -> str:
    running = hashlib.sha256(bytes.fromhex(previous))
    for entry in entries:
        running.update(hashlib.sha256(_canonical(_content(entry))).digest())
    return running.hexdigest()


def _content(entry: AuditEntry) -> dict[str, Any]:
    return {
        field.attname: getattr(entry, field.attname) for field in AuditEntry._meta.concrete_fields
    }
