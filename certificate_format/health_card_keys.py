"""The keys of issuers of SMART Health Cards, as `.well-known/jwks.json` lists them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from certificate_format.errors import CertificateError, Reason
from certificate_format.signed_list import from_base64, to_base64url


def key_id(key: ec.EllipticCurvePublicKey) -> str:
    """Name a key by the thumbprint of its JWK (RFC 7638)."""
    members = json.dumps(_members(key), separators=(",", ":"))
    return to_base64url(hashlib.sha256(members.encode()).digest())


def public_jwk(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """Write a key as an issuer lists it."""
    return {**_members(key), "kid": key_id(key), "use": "sig", "alg": "ES256"}


def keys_in(jwks: Mapping[str, Any]) -> dict[str, ec.EllipticCurvePublicKey]:
    """Read the P-256 keys of a list by their names; one that is named otherwise is refused."""
    listed = jwks.get("keys")
    if not isinstance(listed, list):
        raise CertificateError(Reason.LIST_WRONG)
    usable = [each for each in listed if isinstance(each, dict) and each.get("crv") == "P-256"]
    return dict(_key(each) for each in usable)


def _key(jwk: Mapping[str, Any]) -> tuple[str, ec.EllipticCurvePublicKey]:
    x, y = (int.from_bytes(from_base64(jwk.get(name)), "big") for name in ("x", "y"))
    try:
        key = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError as error:
        raise CertificateError(Reason.NOT_A_SIGNER) from error
    if jwk.get("kid") != key_id(key):
        raise CertificateError(Reason.LIST_WRONG)
    return key_id(key), key


def _members(key: ec.EllipticCurvePublicKey) -> dict[str, str]:
    """The members of a JWK that its thumbprint covers, in their order."""
    numbers = key.public_numbers()
    x, y = (to_base64url(each.to_bytes(32, "big")) for each in (numbers.x, numbers.y))
    return {"crv": "P-256", "kty": "EC", "x": x, "y": y}
