"""Revocations are put into batches for the EU gateway: each once, and for good."""

from datetime import datetime

from django.db import transaction

from certificate_format.revocation_lists import MOST_IN_A_BATCH
from sotiem.certificates.models import RevocationBatch, RevokedCertificate, SigningKey
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold


@transaction.atomic
def make_batch(*, by: Actor, at: datetime) -> RevocationBatch | None:
    """Put up to a thousand revocations of one key into a batch; none if none are left.

    Those that end soonest come first, so that a batch is soon over as a whole. Of a key that was
    withdrawn none are told: nothing that it signed is believed.
    """
    hold(Lock.PUBLISHING_REVOCATIONS)
    left = RevokedCertificate.objects.filter(
        batch__isnull=True, told_in__isnull=False, expires_at__gt=at
    )
    for key in SigningKey.objects.filter(
        kind=SigningKey.Kind.SIGNER, withdrawn_at__isnull=True
    ).order_by("pk"):
        some = list(left.filter(signing_key=key).order_by("expires_at", "pk")[:MOST_IN_A_BATCH])
        if some:
            batch = RevocationBatch.objects.create(
                signing_key=key, made_at=at, expires_at=some[-1].expires_at
            )
            RevokedCertificate.objects.filter(pk__in=[each.pk for each in some]).update(batch=batch)
            audit.record(
                "revocation_batch.made", batch, by=by, at=at, kid=key.kid, entries=len(some)
            )
            return batch
    return None
