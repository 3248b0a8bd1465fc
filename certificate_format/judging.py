"""Checking certificates."""

from collections.abc import Iterable
from datetime import datetime

from certificate_format import base45, cose, hcert
from certificate_format.algorithms import Algorithm
from certificate_format.cose import Message
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind, kinds_in
from certificate_format.hcert import Claims
from certificate_format.payload import entry_of
from certificate_format.revocation import signature_hash
from certificate_format.schema import from_fields
from certificate_format.trust import SignerCertificate, TrustList
from certificate_format.value_sets import check_codes
from certificate_format.verdict import Judgement, Step, StepLog


def judge(text: str, *, trust: TrustList, at: datetime) -> Judgement:
    """Say of a text, step by step, whether it is a certificate to be believed at this time.

    Whatever the text is, the answer is a judgement and never an exception.
    """
    if at.tzinfo is None:
        raise ValueError("a point in time needs a time zone")
    log = StepLog()
    try:
        message, claims = _open(text, log)
    except CertificateError:
        return Judgement(log.verdicts)
    signer = log.attempt(Step.SIGNATURE, _find_signer, message, trust)
    if signer is None:
        return Judgement(log.verdicts, kid=message.kid, unproven=claims)
    kinds = kinds_in(claims.fields)
    if kinds:
        log.attempt(Step.KEY_USAGE, _check_usage, signer, kinds)
    log.attempt(Step.WINDOW, _check_window, signer, claims, at)
    payload = log.attempt(Step.SCHEMA, from_fields, claims.fields)
    if payload is not None:
        log.attempt(Step.VALUE_SETS, check_codes, entry_of(payload))
    return Judgement(
        verdicts=log.verdicts,
        payload=payload,
        kid=message.kid,
        signature_hash=signature_hash(cose.algorithm_of(message), message.signature),
        issuer=claims.issuer,
        issued_at=claims.issued_at,
        expires_at=claims.expires_at,
        unproven=claims,
    )


def _open(text: str, log: StepLog) -> tuple[Message, Claims]:
    """Unwrap a text, layer by layer."""
    packed = log.take(Step.PREFIX, hcert.strip_prefix, text)
    compressed = log.take(Step.BASE45, base45.decode, packed)
    inflated = log.take(Step.INFLATE, hcert.inflate, compressed)
    return log.take(Step.CBOR, _decode, inflated)


def _decode(data: bytes) -> tuple[Message, Claims]:
    message = cose.decode(data)
    return message, hcert.decode_claims(message.payload)


def _find_signer(message: Message, trust: TrustList) -> SignerCertificate:
    """Find the trusted signer that made the signature, among all that its identifier may mean."""
    algorithm: Algorithm = cose.algorithm_of(message)
    if message.kid is None:
        raise CertificateError(Reason.KID_MISSING)
    candidates = trust.find(message.kid)
    if not candidates:
        raise CertificateError(Reason.SIGNER_UNKNOWN)
    fitting = [signer for signer in candidates if signer.algorithm is algorithm]
    if not fitting:
        raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
    for signer in fitting:
        if cose.is_signed_by(message, signer.public_key):
            return signer
    raise CertificateError(Reason.SIGNATURE_WRONG)


def _check_usage(signer: SignerCertificate, kinds: Iterable[EventKind]) -> None:
    if not all(signer.may_sign(kind) for kind in kinds):
        raise CertificateError(Reason.KEY_NOT_FOR_THIS_EVENT)


def _check_window(signer: SignerCertificate, claims: Claims, at: datetime) -> None:
    """No patience with clocks: the European rules name none, and an hour is the verifier's."""
    if claims.issued_at is None or claims.expires_at is None:
        raise CertificateError(Reason.WINDOW_MISSING)
    if claims.issued_at >= claims.expires_at:
        raise CertificateError(Reason.WINDOW_EMPTY)
    if at < claims.issued_at:
        raise CertificateError(Reason.NOT_YET_VALID)
    if at >= claims.expires_at:
        raise CertificateError(Reason.EXPIRED)
    if not signer.valid_from <= at <= signer.valid_until:
        raise CertificateError(Reason.OUTSIDE_SIGNER_VALIDITY)
