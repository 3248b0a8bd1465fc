"""The keys that sign.

A private key is kept in the database, encrypted (`_sealed.py`). Where a token is set
(SOTIEM_PKCS11_MODULE), it makes the signers of certificates, and never gives their keys away.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
)
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from certificate_format import Algorithm
from certificate_format.algorithms import PrivateKey
from certificate_format.keys import (
    make_csca,
    make_document_certificate,
    make_signer_certificate,
    make_upload_certificate,
    new_private_key,
)
from certificate_format.signer import Signer
from certificate_format.trust import kid_of
from sotiem.certificates.facts import COUNTRY
from sotiem.certificates.models import SigningKey
from sotiem.certificates.operations._sealed import opened_signer, seal, unseal
from sotiem.certificates.operations._token import KeyCannotBeOpened as KeyCannotBeOpened
from sotiem.certificates.operations._token import TokenCannotBeUsed as TokenCannotBeUsed
from sotiem.certificates.operations._token import TokenKey, make_token_key, token_signer
from sotiem.certificates.rules import LIFETIME, ROOT_LIFETIME, SIGNER_LIFETIME
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor, machine
from sotiem.foundation.locks import Lock, LockSpace, hold, hold_some


def signing_key_in_force(at: datetime) -> SigningKey | None:
    """Find the newest signer that outlives a certificate issued now, if there is one."""
    return (
        SigningKey.objects.filter(
            Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
            kind=SigningKey.Kind.SIGNER,
            valid_from__lte=at,
            valid_to__gte=at + LIFETIME,
        )
        .order_by("-valid_from", "-pk")
        .first()
    )


def open_signer(key: SigningKey) -> Signer:
    """Take a key in hand to sign with it."""
    if key.token_key:
        return token_signer(key)
    return opened_signer(bytes(key.private_key), bytes(key.certificate), settings.SECRET_KEY)


@transaction.atomic
def ensure_signing_key(*, at: datetime) -> SigningKey:
    """See to it that certificates can be signed now; asking again changes nothing."""
    hold(Lock.MAKING_A_KEY)
    return signing_key_in_force(at) or create_signing_key(by=machine("signing_keys"), at=at)


@transaction.atomic
def create_signing_key(*, by: Actor, at: datetime) -> SigningKey:
    """Make a new signer for 24 months, in the token where one is set; the first one makes the
    country's root as well."""
    root = _root_in_force(at) or _create_root(by=by, at=at)
    key: PrivateKey | TokenKey = (
        make_token_key(f"So Tiem DSC {at:%Y-%m}")
        if settings.PKCS11_MODULE
        else new_private_key(Algorithm.ES256)
    )
    certificate = make_signer_certificate(
        key.public_key() if isinstance(key, PrivateKey) else key.public,
        csca=x509.load_der_x509_certificate(bytes(root.certificate)),
        csca_key=unseal(bytes(root.private_key), settings.SECRET_KEY),
        country=COUNTRY,
        name=f"So Tiem DSC {at:%Y-%m}",
        valid_from=at,
        valid_until=at + SIGNER_LIFETIME,
    )
    return _keep(SigningKey.Kind.SIGNER, key, certificate, by=by, at=at)


def ensure_facility_key(*, facility_id: int, code: str, at: datetime) -> SigningKey | None:
    """Find the key by which a facility confirms its doses, or make one for 24 months; none before
    this country has a root. The caller's transaction keeps it."""
    if key := _facility_key_in_force(facility_id, at):
        return key
    if not SigningKey.objects.filter(kind=SigningKey.Kind.ROOT, valid_from__lte=at).exists():
        return None
    hold_some(LockSpace.FACILITY_KEYS, [facility_id])
    if key := _facility_key_in_force(facility_id, at):
        return key
    by = machine("signing_keys")
    if (root := _root_in_force(at)) is None:
        hold(Lock.MAKING_A_KEY)
        root = _root_in_force(at) or _create_root(by=by, at=at)
    made = new_private_key(Algorithm.ES256)
    certificate = make_document_certificate(
        made.public_key(),
        csca=x509.load_der_x509_certificate(bytes(root.certificate)),
        csca_key=unseal(bytes(root.private_key), settings.SECRET_KEY),
        country=COUNTRY,
        name=f"So Tiem facility {code}",
        valid_from=at,
        valid_until=at + SIGNER_LIFETIME,
    )
    return _keep(SigningKey.Kind.FACILITY, made, certificate, facility_id=facility_id, by=by, at=at)


def _facility_key_in_force(facility_id: int, at: datetime) -> SigningKey | None:
    keys = SigningKey.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
        facility_id=facility_id,
        valid_from__lte=at,
        valid_to__gt=at,
    )
    return keys.order_by("-valid_from", "-pk").first()


@transaction.atomic
def ensure_list_key(*, at: datetime) -> SigningKey:
    """See to it that lists can be signed now; asking again changes nothing."""
    hold(Lock.MAKING_A_KEY)
    return list_key_in_force(at) or _create_unvouched(
        SigningKey.Kind.LISTS,
        "So Tiem lists",
        lifetime=ROOT_LIFETIME,
        by=machine("signing_keys"),
        at=at,
    )


@transaction.atomic
def ensure_upload_key(*, at: datetime) -> SigningKey:
    """See to it that there is a key for what the EU gateway is handed; asking again changes
    nothing."""
    hold(Lock.MAKING_A_KEY)
    return _newest(SigningKey.Kind.UPLOAD, at) or _create_upload_key(
        by=machine("signing_keys"), at=at
    )


def list_key_in_force(at: datetime) -> SigningKey | None:
    """Find the key that signs what verifiers fetch, if there is one."""
    return _newest(SigningKey.Kind.LISTS, at)


def _newest(kind: SigningKey.Kind, at: datetime) -> SigningKey | None:
    keys = SigningKey.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
        kind=kind,
        valid_from__lte=at,
        valid_to__gt=at,
    )
    return keys.order_by("-valid_from", "-pk").first()


@transaction.atomic
def ensure_card_key(*, at: datetime) -> SigningKey:
    """See to it that SMART Health Cards can be signed now; asking again changes nothing."""
    hold(Lock.MAKING_A_KEY)
    return card_key_in_force(at) or _create_unvouched(
        SigningKey.Kind.CARDS,
        "So Tiem health cards",
        lifetime=SIGNER_LIFETIME,
        by=machine("signing_keys"),
        at=at,
    )


def card_key_in_force(at: datetime) -> SigningKey | None:
    """Find the newest key for SMART Health Cards that outlives one signed now, if there is one."""
    keys = card_keys(at).filter(valid_from__lte=at, valid_to__gte=at + LIFETIME)
    return keys.order_by("-valid_from", "-pk").first()


def card_keys(at: datetime) -> QuerySet[SigningKey]:
    """The keys whose SMART Health Cards are believed."""
    return SigningKey.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at),
        kind=SigningKey.Kind.CARDS,
        valid_to__gt=at,
    )


def open_list_key(key: SigningKey) -> ec.EllipticCurvePrivateKey:
    """Take a key in hand that signs lists, or what is handed to the gateway."""
    opened = unseal(bytes(key.private_key), settings.SECRET_KEY)
    assert isinstance(opened, ec.EllipticCurvePrivateKey)
    return opened


def _create_unvouched(
    kind: SigningKey.Kind, name: str, *, lifetime: timedelta, by: Actor, at: datetime
) -> SigningKey:
    """Make a key that the country's root does not vouch for: who verifies has its public half from
    us."""
    key = new_private_key(Algorithm.ES256)
    certificate = make_csca(
        key, country=COUNTRY, name=name, valid_from=at, valid_until=at + lifetime
    )
    return _keep(kind, key, certificate, by=by, at=at)


def _create_upload_key(*, by: Actor, at: datetime) -> SigningKey:
    """The gateway is given its certificate beforehand, and knows us by it."""
    key = new_private_key(Algorithm.ES256)
    until = at + SIGNER_LIFETIME
    certificate = make_upload_certificate(
        key, country=COUNTRY, name=f"So Tiem upload {at:%Y-%m}", valid_from=at, valid_until=until
    )
    return _keep(SigningKey.Kind.UPLOAD, key, certificate, by=by, at=at)


def _root_in_force(at: datetime) -> SigningKey | None:
    """A root vouches only for signers that it outlives."""
    return (
        SigningKey.objects.filter(
            kind=SigningKey.Kind.ROOT,
            withdrawn_at__isnull=True,
            valid_from__lte=at,
            valid_to__gte=at + SIGNER_LIFETIME,
        )
        .order_by("-valid_from", "-pk")
        .first()
    )


def _create_root(*, by: Actor, at: datetime) -> SigningKey:
    key = new_private_key(Algorithm.ES256)
    certificate = make_csca(
        key,
        country=COUNTRY,
        name="So Tiem CSCA",
        valid_from=at,
        valid_until=at + ROOT_LIFETIME,
    )
    return _keep(SigningKey.Kind.ROOT, key, certificate, by=by, at=at)


def _keep(
    kind: SigningKey.Kind,
    key: PrivateKey | TokenKey,
    certificate: x509.Certificate,
    *,
    facility_id: int | None = None,
    by: Actor,
    at: datetime,
) -> SigningKey:
    encoded = certificate.public_bytes(Encoding.DER)
    kept = SigningKey.objects.create(
        kind=kind,
        kid=kid_of(encoded).hex(),
        algorithm=Algorithm.ES256.name,
        certificate=encoded,
        private_key=seal(key) if isinstance(key, PrivateKey) else b"",
        token_key="" if isinstance(key, PrivateKey) else key.uri,
        facility_id=facility_id,
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
    )
    audit.record("signing_key.created", kept, by=by, at=at, kind=kind.value, kid=kept.kid)
    return kept
