"""Revocations reach verifiers as numbered lists, a minute after the record was corrected."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from certificate_format.filter_cascade import FilterCascade
from sotiem.certificates.models import Certificate, SigningKey
from sotiem.certificates.revocation_models import (
    AmendedCard,
    RevocationIssue,
    RevokedCertificate,
)
from sotiem.foundation.locks import Lock, hold

ISSUED_ANYWAY: Final = timedelta(hours=6)  # so that verifiers see that nothing was held back
MOST_AS_PREFIXES: Final = 250_000  # two megabytes; above, a cascade is given
CASCADE_EVERY: Final = timedelta(hours=1)
# What is issued while a cascade is built may come on record after it, and is left to prefixes.
NOT_COVERED: Final = timedelta(hours=1)
_AT_ONCE: Final = 100_000

_NOTE: Final = """
INSERT INTO certificates_revokedcertificate
    (certificate_id, signing_key_id, signature_hash, issued_at, expires_at)
SELECT id, signing_key_id, signature_hash, issued_at, expires_at
FROM certificates_certificate
WHERE id = ANY(%(ids)s::bigint[])
    OR (replaced_by_id = ANY(%(ids)s::bigint[]) AND expires_at > %(at)s)
ON CONFLICT (certificate_id) DO NOTHING
"""


_AMENDED: Final = """
INSERT INTO certificates_amendedcard (certificate_id, amended_at)
SELECT certificate.id, max(version.recorded_at)
FROM certificates_certificate AS certificate
JOIN patients_patient AS holder ON holder.id = certificate.patient_id
JOIN patients_patient AS member ON member.principal_id = holder.principal_id
JOIN doses_dose AS dose ON dose.patient_id = member.id
JOIN doses_doseversion AS version ON version.id = dose.current_id
JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
WHERE (
        certificate.id = ANY(%(ids)s::bigint[])
        OR (certificate.replaced_by_id = ANY(%(ids)s::bigint[]) AND certificate.expires_at > %(at)s)
    )
    AND vaccine.disease_id = certificate.disease_id
    AND version.recorded_at > certificate.issued_at
GROUP BY certificate.id
ON CONFLICT (certificate_id, amended_at) DO NOTHING
"""


def note_revoked(certificate_ids: Collection[int], *, at: datetime) -> None:
    """Keep, in the transaction that revokes certificates, what lists will tell of them, and of
    those that they renewed and that would still be believed."""
    if not certificate_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, {"ids": list(certificate_ids), "at": at})


def note_amended(certificate_ids: Collection[int], *, at: datetime) -> None:
    """Of certificates that go on, keep since when the doses before the last read otherwise: what
    SMART Health Cards said of them until then is revoked."""
    if not certificate_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(_AMENDED, {"ids": list(certificate_ids), "at": at})


@transaction.atomic
def publish_revocations(*, at: datetime) -> int:
    """Issue the next list of each key that has news, or none for six hours; says how many."""
    hold(Lock.PUBLISHING_REVOCATIONS)
    _tell_of_cards()
    keys = SigningKey.objects.filter(kind=SigningKey.Kind.SIGNER, valid_to__gte=at).order_by("pk")
    return sum(_publish(key, at=at) for key in keys)


def _tell_of_cards() -> None:
    last = AmendedCard.objects.aggregate(last=Max("told_in"))["last"] or 0
    AmendedCard.objects.filter(told_in__isnull=True).update(told_in=last + 1)


def _publish(key: SigningKey, *, at: datetime) -> int:
    issues = RevocationIssue.objects.filter(signing_key=key)
    last = issues.order_by("-number").first()
    number = last.number + 1 if last else 1
    is_large = _told(key, at).count() > MOST_AS_PREFIXES
    wait = CASCADE_EVERY if is_large else timedelta(0)
    if last is not None and at - last.issued_at < wait:
        return 0
    news = RevokedCertificate.objects.filter(signing_key=key, told_in__isnull=True)
    added = news.update(told_in=number)
    if last is not None and not added and at - last.issued_at < ISSUED_ANYWAY:
        return 0
    issue = RevocationIssue(signing_key=key, number=number, issued_at=at, added=added)
    if is_large:
        issue.covers_until = at - NOT_COVERED
        issue.cascade = _cascade(key, issue.covers_until, at).to_bytes()
    issue.save(force_insert=True)
    return 1


def _told(key: SigningKey, at: datetime) -> QuerySet[RevokedCertificate]:
    return RevokedCertificate.objects.filter(signing_key=key, expires_at__gt=at)


def _cascade(key: SigningKey, until: datetime, at: datetime) -> FilterCascade:
    covered = {"signing_key": key, "issued_at__lte": until, "expires_at__gt": at}
    revoked = RevokedCertificate.objects.filter(**covered)
    live = Certificate.objects.in_force().filter(**covered)
    return FilterCascade.of(b"".join(_hashes(revoked)), lambda: _hashes(live))


def _hashes(rows: QuerySet[RevokedCertificate] | QuerySet[Certificate]) -> Iterable[bytes]:
    """Their hashes, many at a time, one after the other."""
    texts = rows.values_list("signature_hash", flat=True).iterator(_AT_ONCE)
    while some := "".join(islice(texts, _AT_ONCE)):
        yield bytes.fromhex(some)
