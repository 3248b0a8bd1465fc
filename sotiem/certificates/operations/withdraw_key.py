"""A key that somebody else may have is believed no longer, and what it signed is issued anew."""

from datetime import datetime
from typing import Final

import structlog
from django.db import transaction

from sotiem.certificates.models import Certificate, CertificateQuerySet, SigningKey
from sotiem.certificates.operations.follow import ISSUER
from sotiem.certificates.operations.keys import (
    TokenCannotBeUsed,
    create_signing_key,
    signing_key_in_force,
)
from sotiem.certificates.operations.refresh import PEOPLE_AT_ONCE, refresh_certificates
from sotiem.foundation import audit, jobs
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.foundation.refusals import Refusal

AT_ONCE: Final = PEOPLE_AT_ONCE
_REISSUED: Final[dict[str, str]] = {
    SigningKey.Kind.SIGNER: "reissue_of_withdrawn_keys",
    SigningKey.Kind.FACILITY: "confirm_anew",
}


log = structlog.get_logger("certificates")


class NoSuchSigner(Refusal):
    """No key that signs certificates or confirms doses has this identifier; details: kid."""


class WithdrawalNeedsAReason(Refusal):
    """A key is not withdrawn without saying why."""


@transaction.atomic
def withdraw_signing_key(*, kid: str, reason: str, by: Actor, at: datetime) -> SigningKey:
    """Believe a signer, or a facility's key, no longer. Another takes its place; what it signed is
    issued or confirmed anew by jobs.

    A signer's certificates are refused as soon as a verifier has the next trust list: lists of
    revocations need not name them. Withdrawn once, it stays so.
    """
    hold(Lock.MAKING_A_KEY)
    if not reason.strip():
        raise WithdrawalNeedsAReason
    keys = SigningKey.objects.filter(kind__in=_REISSUED, kid=kid)
    if (key := keys.select_for_update().first()) is None:
        raise NoSuchSigner(kid=kid)
    if key.withdrawn_at is None:
        key.withdrawn_at = at
        key.save(update_fields=["withdrawn_at"])
        audit.record("signing_key.withdrawn", key, by=by, at=at, reason=reason, kid=kid)
        jobs.enqueue(_REISSUED[key.kind])
    if key.kind == SigningKey.Kind.SIGNER and signing_key_in_force(at) is None:
        _create_successor(by=by, at=at)
    return key


def _create_successor(*, by: Actor, at: datetime) -> None:
    """Without a token to make one in, the leaked key is withdrawn all the same."""
    try:
        create_signing_key(by=by, at=at)
    except TokenCannotBeUsed as refusal:
        log.error("no_signing_key_can_be_made", problem=refusal.details["problem"])


def left_of_withdrawn_keys() -> int:
    """How many certificates in force were signed by keys that are withdrawn."""
    return _signed_by_withdrawn().count()


@transaction.atomic
def reissue_of_withdrawn_keys(*, at: datetime, limit: int = AT_ONCE) -> int:
    """Issue some of them anew, and say for how many people; none are left when it says 0.

    Those that nobody can sign now stay as they are and are not counted.
    """
    some = _signed_by_withdrawn().order_by("pk").values_list("patient_id", flat=True)
    people = set(some[:limit])
    if not people or signing_key_in_force(at) is None:
        return 0
    refresh_certificates(patient_ids=people, by=ISSUER, at=at)
    return len(people)


def _signed_by_withdrawn() -> CertificateQuerySet:
    withdrawn = SigningKey.objects.filter(withdrawn_at__isnull=False).values_list("pk", flat=True)
    return Certificate.objects.in_force().filter(signing_key__in=list(withdrawn))
