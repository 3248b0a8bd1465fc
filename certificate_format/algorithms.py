"""The two signature algorithms of the certificate: which key fits, and does a signature hold."""

from enum import IntEnum
from typing import Final, TypeAlias

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey: TypeAlias = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_SHA256: Final = hashes.SHA256()
_PSS: Final = padding.PSS(mgf=padding.MGF1(_SHA256), salt_length=32)
_ECDSA: Final = ec.ECDSA(_SHA256)
_MIN_RSA_BITS: Final = 2048


class Algorithm(IntEnum):
    """A signature algorithm by its number in COSE."""

    ES256 = -7
    PS256 = -37


def algorithm_for(key: PrivateKey | PublicKey) -> Algorithm | None:
    """Name the one algorithm that a key may be used with, if there is one."""
    if isinstance(key, ec.EllipticCurvePrivateKey | ec.EllipticCurvePublicKey):
        return Algorithm.ES256 if isinstance(key.curve, ec.SECP256R1) else None
    return Algorithm.PS256 if key.key_size >= _MIN_RSA_BITS else None


def sign(key: PrivateKey, message: bytes) -> bytes:
    """Sign as COSE writes it: ES256 gives r and s, 32 bytes each, instead of DER."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return _two_numbers(key.sign(message, _ECDSA))
    return key.sign(message, _PSS, _SHA256)


def _two_numbers(signature: bytes) -> bytes:
    """Take r and s out of their DER: 30 n, 02 n r, 02 n s."""
    end = 4 + signature[3]
    r, s = signature[4:end], signature[end + 2 :]
    return r[-32:].rjust(32, b"\0") + s[-32:].rjust(32, b"\0")


def holds(key: PublicKey, signature: bytes, message: bytes) -> bool:
    """Say whether the owner of this key signed exactly this message."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            if len(signature) != 64:
                return False
            r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
            key.verify(encode_dss_signature(r, s), message, _ECDSA)
        else:
            key.verify(signature, message, _PSS, _SHA256)
    except InvalidSignature:
        return False
    return True
