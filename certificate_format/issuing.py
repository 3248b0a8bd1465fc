"""Signing certificates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from certificate_format import cose, hcert
from certificate_format.errors import CertificateError, Reason
from certificate_format.payload import Payload, entry_of
from certificate_format.revocation import signature_hash
from certificate_format.schema import to_fields
from certificate_format.signer import BatchSigner, Signer
from certificate_format.value_sets import check_new_codes


class WrittenPayload(NamedTuple):
    """A payload laid out as it will be signed, and found to be one that others can believe."""

    fields: Mapping[object, object]


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A signed text, with what is needed to revoke it later."""

    text: str
    signature_hash: bytes
    kid: bytes


def issue(
    payload: Payload,
    *,
    signer: Signer,
    issuer: str,
    issued_at: datetime,
    expires_at: datetime,
) -> IssuedCertificate:
    """Sign what a payload says, in the name of an issuing country."""
    (certificate,) = issue_many(
        [payload], signer=signer, issuer=issuer, issued_at=issued_at, expires_at=expires_at
    )
    return certificate


def issue_many(
    payloads: Sequence[Payload],
    *,
    signer: Signer,
    issuer: str,
    issued_at: datetime,
    expires_at: datetime,
) -> list[IssuedCertificate]:
    """Sign many payloads, all at once where the signer can do that."""
    return issue_written(
        [write(payload) for payload in payloads],
        signer=signer,
        issuer=issuer,
        issued_at=issued_at,
        expires_at=expires_at,
    )


def write(payload: Payload) -> WrittenPayload:
    """Lay out what will be signed, or refuse what others could not believe."""
    fields = to_fields(payload)
    check_new_codes(entry_of(payload))
    return WrittenPayload(fields)


def issue_written(
    payloads: Sequence[WrittenPayload],
    *,
    signer: Signer,
    issuer: str,
    issued_at: datetime,
    expires_at: datetime,
) -> list[IssuedCertificate]:
    """Sign what was laid out before."""
    _check_window(signer, issued_at, expires_at)
    protected = cose.protected_header(kid=signer.kid, algorithm=signer.algorithm)
    head = hcert.claims_head(issuer=issuer, issued_at=issued_at, expires_at=expires_at)
    claims = [hcert.encode_claims(head, payload.fields) for payload in payloads]
    messages = [cose.sig_structure(protected, claim) for claim in claims]
    signatures = (
        signer.sign_many(messages)
        if isinstance(signer, BatchSigner)
        else [signer.sign(message) for message in messages]
    )
    return [
        IssuedCertificate(
            text=hcert.to_text(
                cose.encode(protected=protected, payload=claim, signature=signature)
            ),
            signature_hash=signature_hash(signer.algorithm, signature),
            kid=signer.kid,
        )
        for claim, signature in zip(claims, signatures, strict=True)
    ]


def _check_window(signer: Signer, issued_at: datetime, expires_at: datetime) -> None:
    """A certificate must not outlive the certificate of its signer."""
    if issued_at.tzinfo is None or expires_at.tzinfo is None:
        raise ValueError("points in time need a time zone")
    if issued_at >= expires_at:
        raise CertificateError(Reason.WINDOW_EMPTY)
    if issued_at < signer.valid_from or expires_at > signer.valid_until:
        raise CertificateError(Reason.OUTSIDE_SIGNER_VALIDITY)
