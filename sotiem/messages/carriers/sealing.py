"""Sealing what a push service carries (RFC 8291), and saying who sends it (RFC 8292)."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE: Final = ec.SECP256R1()
RECORD: Final = 4096
VOUCHER_HOLDS: Final = timedelta(hours=12)
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def seal(
    plain: bytes,
    *,
    key: str,
    secret: str,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Encrypt for the one browser that has the other half of `key`, and knows `secret`."""
    sender = sender or ec.generate_private_key(CURVE)
    salt = salt or os.urandom(16)
    receiver = decoded(key)
    shared = sender.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, receiver)
    )
    mine = point(sender)
    common = _derive(shared, decoded(secret), b"WebPush: info\0" + receiver + mine, 32)
    cipher = AESGCM(_derive(common, salt, b"Content-Encoding: aes128gcm\0", 16))
    nonce = _derive(common, salt, b"Content-Encoding: nonce\0", 12)
    sealed = cipher.encrypt(nonce, plain + b"\x02", None)
    return salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine + sealed


def voucher(kept_secret: str, *, audience: str, subject: str, at: datetime) -> str:
    """The header by which a push service knows that it was us."""
    until = int((at + VOUCHER_HOLDS).timestamp())
    told = {"aud": audience, "exp": until, "sub": subject}
    said = ".".join(encoded(json.dumps(one).encode()) for one in (_HEAD, told))
    key = _own_key(kept_secret)
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={said}.{signature}, k={public_key(kept_secret)}"


def public_key(kept_secret: str) -> str:
    """The half of our key that browsers are given when they agree."""
    return encoded(point(_own_key(kept_secret)))


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


_HEAD: Final = {"typ": "JWT", "alg": "ES256"}


@lru_cache(maxsize=4)
def _own_key(kept_secret: str) -> ec.EllipticCurvePrivateKey:
    """The key that belongs to a secret: the same one always."""
    seed = _derive(kept_secret.encode(), b"", b"sotiem web push key", 48)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, CURVE)


def _derive(source: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt or None, info).derive(source)
