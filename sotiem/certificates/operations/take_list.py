"""Lists of other countries' signers are taken over as they are published."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from certificate_format import EventKind, SignerCertificate
from certificate_format.trust_lists import PublishedList
from sotiem.certificates.foreign_models import ForeignSigner, TakenTrustList
from sotiem.certificates.trust import ListChange, change_by, last_number
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal


class ListRemovesTooMany(Refusal):
    """More than a third of a source's signers would go; details: removed, source."""


class ListOlderThanTaken(Refusal):
    """A numbered list came before the one taken last; details: number, taken."""


@transaction.atomic
def take_trust_list(
    *,
    listed: PublishedList,
    source: str,
    sha256: str,
    country: str | None = None,
    allow_removals: bool = False,
    by: Actor,
    at: datetime,
) -> ListChange:
    """Believe whom this list names, and no longer whom the same source named before.

    `sha256` says which file it was. Signers of our own country never come from such a list.
    """
    hold(Lock.TAKING_TRUST_LISTS)
    last = last_number(source)
    if last is not None and (listed.sequence is None or listed.sequence < last):
        raise ListOlderThanTaken(number=listed.sequence or 0, taken=last)
    change = change_by(listed, source=source, country=country)
    if change.removes_many and not allow_removals:
        raise ListRemovesTooMany(removed=len(change.removed), source=source)
    taken = TakenTrustList.objects.create(
        source=source, taken_at=at, sha256=sha256, sequence=listed.sequence
    )
    _remove([*change.removed, *(before for before, _ in change.changed)], source, by=by, at=at)
    _add([*change.added, *(after for _, after in change.changed)], source, by=by, at=at)
    audit.record(
        "trust_list.taken",
        taken,
        by=by,
        at=at,
        source=source,
        sha256=sha256,
        added=len(change.added),
        removed=len(change.removed),
        changed=len(change.changed),
        refused=len(change.refused),
    )
    return change


def _remove(signers: Iterable[SignerCertificate], source: str, *, by: Actor, at: datetime) -> None:
    wanted = {(each.kid.hex(), _hash_of(each)) for each in signers}
    now = ForeignSigner.objects.filter(source=source, removed_at__isnull=True).order_by("pk")
    rows = [each for each in now if (each.kid, each.key_hash) in wanted]
    ForeignSigner.objects.filter(pk__in=[each.pk for each in rows]).update(removed_at=at)
    _tell("foreign_signer.removed", rows, by=by, at=at)


def _add(signers: Iterable[SignerCertificate], source: str, *, by: Actor, at: datetime) -> None:
    rows = ForeignSigner.objects.bulk_create(
        ForeignSigner(
            source=source,
            country=each.country,
            kid=each.kid.hex(),
            certificate=each.certificate,
            public_key_info=each.public_key_info,
            key_hash=_hash_of(each),
            algorithm=each.algorithm.name if each.algorithm else "",
            usage="".join(kind.value for kind in EventKind if each.may_sign(kind)),
            valid_from=each.valid_from,
            valid_to=each.valid_until,
            added_at=at,
        )
        for each in signers
    )
    _tell("foreign_signer.added", rows, by=by, at=at)


def _tell(action: str, rows: Iterable[ForeignSigner], *, by: Actor, at: datetime) -> None:
    """One entry for each; that of the addition vouches for the row."""
    is_added = action == "foreign_signer.added"
    notes = (
        audit.Note(
            action=action,
            object_kind="foreignsigner",
            object_id=each.pk,
            digest=audit.digest_of(each.facts) if is_added else "",
            details={"source": each.source, "country": each.country, "kid": each.kid},
        )
        for each in rows
    )
    audit.record_many(notes, by=by, at=at)


def _hash_of(signer: SignerCertificate) -> str:
    return hashlib.sha256(signer.public_key_info).hexdigest()
