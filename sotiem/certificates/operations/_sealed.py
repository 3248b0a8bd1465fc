"""Private keys as the database keeps them: PKCS#8, encrypted.

The passphrase is derived (HKDF-SHA256) from the secret of this copy: the file `secret` under
SOTIEM_HOME, or SOTIEM_SECRET_KEY. A copy of the database alone therefore signs nothing.
"""

from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_der_private_key,
)
from django.conf import settings

from certificate_format import LocalSigner
from certificate_format.algorithms import PrivateKey
from sotiem.certificates.operations._token import KeyCannotBeOpened

KEYS_IN_HAND: Final = 256  # opened by this process: a facility's is needed for each of its doses


def seal(key: PrivateKey) -> bytes:
    """Encrypt a key, to be kept."""
    encryption = BestAvailableEncryption(_passphrase(settings.SECRET_KEY))
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, encryption)


def unseal(sealed: bytes, secret: str) -> PrivateKey:
    """Decrypt a key that is kept."""
    try:
        key = load_der_private_key(sealed, _passphrase(secret))
    except ValueError as error:
        raise KeyCannotBeOpened from error
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return key


@lru_cache(maxsize=KEYS_IN_HAND)
def opened_signer(sealed: bytes, certificate: bytes, secret: str) -> LocalSigner:
    """A signer in hand: opening it takes longer than a hundred signatures."""
    return LocalSigner(unseal(sealed, secret), x509.load_der_x509_certificate(certificate))


def _passphrase(secret: str) -> bytes:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"sotiem signing keys")
    return derived.derive(secret.encode()).hex().encode()
