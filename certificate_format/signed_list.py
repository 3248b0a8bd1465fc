"""Lists that others fetch and believe: JSON, signed as a JWS (RFC 7515) that browsers can check.

The key that signs lists signs nothing else, and no certificate vouches for it: who checks a list
was given the key beforehand.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from certificate_format import algorithms
from certificate_format.algorithms import Algorithm, PublicKey
from certificate_format.errors import CertificateError, Reason

_ALG: Final = "ES256"


def sign_list(content: Mapping[str, Any], *, key: ec.EllipticCurvePrivateKey) -> str:
    """Sign a list with a P-256 key, as the compact form of a JWS."""
    if algorithms.algorithm_for(key) is not Algorithm.ES256:
        raise CertificateError(Reason.ALGORITHM_DOES_NOT_FIT_KEY)
    header = {"alg": _ALG, "kid": list_key_id(key.public_key()), "typ": "JWT"}
    signed = f"{_packed(header)}.{_packed(content)}"
    return f"{signed}.{to_base64url(algorithms.sign(key, signed.encode()))}"


def open_list(text: str, *, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Read a list that one of these keys signed."""
    signed, _, signature = text.strip().rpartition(".")
    header, _, _ = signed.partition(".")
    if not _is_es256(header):
        raise CertificateError(Reason.ALGORITHM_NOT_ALLOWED)
    proof = from_base64(signature)
    believed = (key for key in keys if algorithms.algorithm_for(key) is Algorithm.ES256)
    if not any(algorithms.holds(key, proof, signed.encode()) for key in believed):
        raise CertificateError(Reason.LIST_SIGNATURE_WRONG)
    return unproven_list(text)


def unproven_list(text: str) -> dict[str, Any]:
    """Read a list whoever signed it."""
    parts = text.strip().split(".")
    if len(parts) != 3:
        raise CertificateError(Reason.LIST_WRONG)
    return _unpacked(parts[1])


def list_key_id(key: ec.EllipticCurvePublicKey) -> str:
    """Name a list key, so that a verifier with several finds the right one."""
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return to_base64url(hashlib.sha256(info).digest()[:8])


def to_base64url(data: bytes) -> str:
    """Write bytes as JSON on the web carries them."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def to_base64(data: bytes) -> str:
    """Write bytes as the rows of a list carry them."""
    return base64.b64encode(data).decode()


def from_base64(text: object) -> bytes:
    """Read bytes in either alphabet of Base64, with or without its padding."""
    if not isinstance(text, str):
        raise CertificateError(Reason.LIST_WRONG)
    joined = "".join(text.split()).rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(joined + "=" * (-len(joined) % 4), validate=True)
    except (ValueError, binascii.Error) as error:
        raise CertificateError(Reason.LIST_WRONG) from error


def to_moment(value: object) -> datetime:
    """Read a point in time of a list."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError as error:
        raise CertificateError(Reason.LIST_WRONG) from error
    raise CertificateError(Reason.LIST_WRONG)


def _is_es256(header: str) -> bool:
    named = _unpacked(header)
    return named.get("alg") == _ALG and "crit" not in named


def _packed(content: Mapping[str, Any]) -> str:
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return to_base64url(written.encode())


def _unpacked(part: str) -> dict[str, Any]:
    try:
        content = json.loads(from_base64(part))
    except (ValueError, RecursionError) as error:
        raise CertificateError(Reason.LIST_WRONG) from error
    if not isinstance(content, dict):
        raise CertificateError(Reason.LIST_WRONG)
    return content
