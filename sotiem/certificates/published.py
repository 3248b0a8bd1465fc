"""What verifiers fetch: whom to believe, and what was revoked; signed, numbered, dated."""

import json
from datetime import datetime, timedelta
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db.models import Max

from certificate_format.cms import sign_cms
from certificate_format.filter_cascade import FilterCascade
from certificate_format.revocation_lists import (
    Cascade,
    Prefixes,
    RevocationList,
    eu_batch,
    written,
)
from certificate_format.signed_list import sign_list
from certificate_format.trust_lists import own_list
from sotiem.certificates.facts import COUNTRY
from sotiem.certificates.models import (
    RevocationBatch,
    RevocationIssue,
    RevokedCertificate,
    SigningKey,
)
from sotiem.certificates.operations.keys import list_key_in_force, open_list_key
from sotiem.certificates.trust import foreign_changes, signers_on_record

HOLDS_FOR: Final = timedelta(days=1)


class NoSuchList(LookupError):
    """No key of ours has this identifier, its first list is not issued, or no key signs lists."""


def trust_list_signed(*, at: datetime) -> str:
    """Our signers and foreign ones, as a signed list. Its number grows with each key made or
    withdrawn, and each foreign one added or removed: rows that only ever get more."""
    everything = SigningKey.objects.filter(kind=SigningKey.Kind.SIGNER)
    withdrawn = everything.filter(withdrawn_at__isnull=False)
    content = own_list(
        signers_on_record(at),
        sequence=everything.count() + withdrawn.count() + foreign_changes(),
        issued_at=at,
        next_update_at=at + HOLDS_FOR,
    )
    return _signed(content, at)


def revocations_signed(*, kid: str, since: int | None = None, at: datetime) -> str:
    """The newest list of a key, or what it adds to the one of number `since`, if that can be told.

    What follows a list whose prefixes a cascade has replaced is the whole.
    """
    key = _signer(kid)
    issue = RevocationIssue.objects.filter(signing_key=key).order_by("-number").first()
    if issue is None:
        raise NoSuchList(kid)
    is_added = since is not None and issue.cascade is None and 0 < since <= issue.number
    told = _told(key, issue, since if is_added else None)
    return _signed(written(told, since=since if is_added else None), at)


def lists_signed(*, rules: int, at: datetime) -> str:
    """Which lists there are, each with the number of its last issue; `rules` is that of the rules
    of reopening, 0 while there are none."""
    newest = RevocationIssue.objects.filter(signing_key__valid_to__gte=at)
    numbers = newest.values_list("signing_key__kid").annotate(number=Max("number"))
    content = {
        "format": "sotiem-lists-1",
        "issued": at.isoformat(timespec="seconds"),
        "revocations": dict(numbers.order_by("signing_key__kid")),
        "rules": rules,
    }
    return _signed(content, at)


def eu_batch_signed(batch: RevocationBatch, *, by: SigningKey) -> bytes:
    """A batch as the EU gateway takes it: JSON in CMS SignedData (DER), by an upload key."""
    hashes = batch.entries.order_by("pk").values_list("signature_hash", flat=True)
    content = eu_batch(
        map(bytes.fromhex, hashes),
        country=COUNTRY,
        kid=bytes.fromhex(batch.signing_key.kid),
        expires_at=batch.expires_at,
    )
    return sign_cms(
        json.dumps(content, separators=(",", ":")).encode(),
        key=open_list_key(by),
        certificate=x509.load_der_x509_certificate(bytes(by.certificate)),
    )


def list_key_pem(*, at: datetime) -> str:
    """The public half of the key that signs lists."""
    key = list_key_in_force(at)
    if key is None:
        raise NoSuchList
    certificate = x509.load_der_x509_certificate(bytes(key.certificate))
    info = certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return info.decode()


def _told(key: SigningKey, issue: RevocationIssue, since: int | None) -> RevocationList:
    revoked = RevokedCertificate.objects.filter(
        signing_key=key, told_in__lte=issue.number, expires_at__gt=issue.issued_at
    )
    if since is not None:
        revoked = revoked.filter(told_in__gt=since)
    cascade = None
    if issue.cascade is not None and issue.covers_until is not None:
        cascade = Cascade(FilterCascade.from_bytes(bytes(issue.cascade)), issue.covers_until)
        revoked = revoked.filter(issued_at__gt=issue.covers_until)
    hashes = revoked.values_list("signature_hash", flat=True)
    return RevocationList(
        kid=bytes.fromhex(key.kid),
        sequence=issue.number,
        issued_at=issue.issued_at,
        next_update_at=issue.issued_at + HOLDS_FOR,
        prefixes=Prefixes.of(map(bytes.fromhex, hashes)),
        cascade=cascade,
    )


def _signer(kid: str) -> SigningKey:
    key = SigningKey.objects.filter(kind=SigningKey.Kind.SIGNER, kid=kid).first()
    if key is None:
        raise NoSuchList(kid)
    return key


def _signed(content: dict[str, Any], at: datetime) -> str:
    key = list_key_in_force(at)
    if key is None:
        raise NoSuchList
    return sign_list(content, key=open_list_key(key))
