"""Whose signatures are believed: document signer certificates, found by their key identifier."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding

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


@dataclass(frozen=True, slots=True)
class SignerCertificate:
    """What must be known of a document signer to check its signatures."""

    kid: bytes
    public_key: PublicKey
    algorithm: Algorithm | None
    usages: frozenset[str]
    valid_from: datetime
    valid_until: datetime

    @classmethod
    def of(cls, certificate: x509.Certificate) -> Self:
        """Take what is needed from an X.509 certificate."""
        encoded = certificate.public_bytes(Encoding.DER)
        public_key = certificate.public_key()
        if not isinstance(public_key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
            raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
        return cls(
            kid=kid_of(encoded),
            public_key=public_key,
            algorithm=algorithms.algorithm_for(public_key),
            usages=der.extended_key_usages(encoded),
            valid_from=certificate.not_valid_before_utc,
            valid_until=certificate.not_valid_after_utc,
        )

    @classmethod
    def from_der(cls, encoded: bytes) -> Self:
        """Read a certificate as trust lists carry it."""
        try:
            return cls.of(x509.load_der_x509_certificate(encoded))
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG) from error

    def may_sign(self, kind: EventKind) -> bool:
        """Say whether the key was issued for this kind of event; no usage named means any."""
        return not self.usages or any(_KIND_BY_OID.get(usage) == kind for usage in self.usages)


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
