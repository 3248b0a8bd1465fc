"""Whose signatures are believed: document signer certificates, found by their key identifier."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from certificate_format import algorithms, der
from certificate_format.algorithms import Algorithm, PublicKey
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind

USAGE_OIDS: Final = {
    EventKind.TEST: "1.3.6.1.4.1.1847.2021.1.1",
    EventKind.VACCINATION: "1.3.6.1.4.1.1847.2021.1.2",
    EventKind.RECOVERY: "1.3.6.1.4.1.1847.2021.1.3",
}
_KIND_BY_OID: Final = {oid: kind for kind, oid in USAGE_OIDS.items()} | {
    # The numbers of the first months stand in certificates that are still valid.
    "1.3.6.1.4.1.0.1847.2021.1.1": EventKind.TEST,
    "1.3.6.1.4.1.0.1847.2021.1.2": EventKind.VACCINATION,
    "1.3.6.1.4.1.0.1847.2021.1.3": EventKind.RECOVERY,
}


def kid_of(certificate: bytes) -> bytes:
    """Shorten a DER certificate to the identifier that signed messages carry."""
    return hashlib.sha256(certificate).digest()[:8]


def read_public_key(encoded: bytes) -> PublicKey:
    """Read a key (SubjectPublicKeyInfo) of a kind that certificates are signed with."""
    try:
        public_key = load_der_public_key(encoded)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG) from error
    if not isinstance(public_key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    return public_key


@dataclass(frozen=True, slots=True)
class SignerCertificate:
    """What must be known of a document signer to check its signatures."""

    kid: bytes
    public_key: PublicKey
    algorithm: Algorithm | None
    usages: frozenset[str]
    valid_from: datetime
    valid_until: datetime
    country: str = ""
    certificate: bytes = field(default=b"", compare=False, repr=False)  # DER, if there is one

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Self:
        """Take what is needed from an X.509 certificate."""
        return cls.from_der(certificate.public_bytes(Encoding.DER))

    @classmethod
    def from_der(cls, encoded: bytes, *, kid: bytes | None = None) -> Self:
        """Read a certificate as trust lists carry it; some lists name its identifier beside it."""
        parts = der.read_certificate(encoded)
        public_key = read_public_key(parts.public_key_info)
        return cls(
            kid=kid or kid_of(parts.encoded),
            public_key=public_key,
            algorithm=algorithms.algorithm_for(public_key),
            usages=parts.usages,
            valid_from=parts.valid_from,
            valid_until=parts.valid_until,
            country=parts.country,
            certificate=parts.encoded,
        )

    @property
    def public_key_info(self) -> bytes:
        """The key as browsers import it (SubjectPublicKeyInfo)."""
        return self.public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    def may_sign(self, kind: EventKind) -> bool:
        """Say whether the key was issued for this kind of event; no usage named means any."""
        return not self.usages or any(_KIND_BY_OID.get(usage) is kind for usage in self.usages)

    @property
    def kinds(self) -> tuple[EventKind, ...]:
        """The kinds of events that the key was issued for: all of them if no usage is named."""
        return tuple(filter(self.may_sign, EventKind))


class TrustList:
    """The document signers that a verifier believes.

    Eight bytes may name several certificates, so a look-up gives all that carry them.
    """

    def __init__(self, signers: Iterable[SignerCertificate]) -> None:
        by_kid: dict[bytes, tuple[SignerCertificate, ...]] = {}
        for signer in signers:
            by_kid[signer.kid] = (*by_kid.get(signer.kid, ()), signer)
        self._by_kid = by_kid

    @classmethod
    def of(cls, certificates: Iterable[x509.Certificate]) -> Self:
        """Believe these certificates."""
        return cls(SignerCertificate.of(certificate) for certificate in certificates)

    def find(self, kid: bytes) -> tuple[SignerCertificate, ...]:
        """Give every signer that the identifier may mean."""
        return self._by_kid.get(kid, ())
