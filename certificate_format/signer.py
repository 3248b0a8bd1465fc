"""What signs certificates: a key in memory, or a hardware module behind the same interface."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certificate_format import algorithms
from certificate_format.algorithms import Algorithm, PrivateKey
from certificate_format.errors import CertificateError, Reason
from certificate_format.trust import kid_of


class Signer(Protocol):
    """Signs messages with the key of one document signer certificate."""

    @property
    def kid(self) -> bytes:
        """The first 8 bytes of the SHA-256 of the signer certificate."""
        ...

    @property
    def algorithm(self) -> Algorithm: ...

    @property
    def valid_from(self) -> datetime: ...

    @property
    def valid_until(self) -> datetime: ...

    def sign(self, message: bytes) -> bytes:
        """Sign as COSE writes it: ES256 gives r and s, 32 bytes each, instead of DER."""
        ...


@runtime_checkable
class BatchSigner(Protocol):
    """A signer that is quicker when asked for many signatures at once."""

    def sign_many(self, messages: Sequence[bytes]) -> Sequence[bytes]: ...


class LocalSigner:
    """Signs with a private key that this process holds in memory."""

    def __init__(self, private_key: PrivateKey, certificate: x509.Certificate) -> None:
        algorithm = algorithms.algorithm_for(private_key)
        if algorithm is None or private_key.public_key() != certificate.public_key():
            raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
        self._private_key = private_key
        self.algorithm = algorithm
        self.kid = kid_of(certificate.public_bytes(Encoding.DER))
        self.valid_from = certificate.not_valid_before_utc
        self.valid_until = certificate.not_valid_after_utc

    def sign(self, message: bytes) -> bytes:
        """Sign one message."""
        return algorithms.sign(self._private_key, message)
