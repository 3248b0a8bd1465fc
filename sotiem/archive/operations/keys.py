"""The keys of the archive: of their own kind and in their own table, so that none signs anything
else.

A private key is kept encrypted (PKCS#8) under a passphrase derived from the secret of this copy: a
copy of the database alone signs nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings
from django.db import transaction

from sotiem.archive import rules
from sotiem.archive.models import ArchiveKey
from sotiem.archive.queries import key_in_force
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal

LIFETIME: Final = timedelta(days=730)
# So long before its turn a key is named by what its predecessor signs.
NAMED_BEFORE: Final = timedelta(days=60)


class KeyCannotBeOpened(Refusal):
    """The key of the archive was kept under another secret than this copy has now."""


class KeyNeedsAReason(Refusal):
    """Nobody changes the key of the archive without saying why."""


def ensure_key(*, by: Actor, at: datetime) -> ArchiveKey:
    """The key that signs now, made if there is none; near its end its successor is made too.

    The caller holds `Lock.ARCHIVING`.
    """
    key = key_in_force(at) or _make(valid_from=at, by=by, at=at)
    ends_at = key.ends_at(at)
    if ends_at - at < NAMED_BEFORE and key_in_force(ends_at) is None:
        _make(valid_from=ends_at, by=by, at=at)
    return key


@transaction.atomic
def change_key(*, reason: str, by: Actor, at: datetime) -> ArchiveKey:
    """End the key that signs now, and make another: what it signed until now stays proven."""
    if not reason.strip():
        raise KeyNeedsAReason
    hold(Lock.ARCHIVING)
    for key in ArchiveKey.objects.select_for_update().filter(ended_at=None, valid_to__gt=at):
        key.ended_at = max(at, key.valid_from)
        key.save(update_fields=["ended_at"])
        audit.record("archive_key.ended", key, by=by, at=at, reason=reason.strip(), kid=key.kid)
    return _make(valid_from=at, by=by, at=at)


def sign(key: ArchiveKey, content: bytes) -> bytes:
    """The signature (64 bytes): the same key and content give the same one."""
    try:
        opened = load_der_private_key(bytes(key.private_key), _passphrase())
    except ValueError as error:
        raise KeyCannotBeOpened from error
    assert isinstance(opened, Ed25519PrivateKey)
    return opened.sign(content)


def _make(*, valid_from: datetime, by: Actor, at: datetime) -> ArchiveKey:
    made = Ed25519PrivateKey.generate()
    public = made.public_key().public_bytes_raw()
    key = ArchiveKey.objects.create(
        kid=rules.kid_of(public),
        public_key=public,
        private_key=made.private_bytes(
            Encoding.DER, PrivateFormat.PKCS8, BestAvailableEncryption(_passphrase())
        ),
        made_at=at,
        valid_from=valid_from,
        valid_to=valid_from + LIFETIME,
    )
    audit.record("archive_key.created", key, by=by, at=at, kid=key.kid)
    return key


def _passphrase() -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"sotiem archive keys")
    return derived.derive(settings.SECRET_KEY.encode()).hex().encode()
