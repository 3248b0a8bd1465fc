"""COSE_Sign1 (RFC 9052): the envelope that carries the signed bytes and names the key."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

import cbor2

from certificate_format import algorithms, cbor
from certificate_format.algorithms import Algorithm, PublicKey
from certificate_format.errors import CertificateError, Reason

_ALG: Final = 1
_CRIT: Final = 2
_KID: Final = 4
_SIGN1_TAG: Final = 18
_CWT_TAG: Final = 61

# The Sig_structure is always an array of four, the context, and no external data; only two
# byte strings in it change, so it is put together instead of encoded anew each time.
_SIG_STRUCTURE_HEAD: Final = b"\x84\x6aSignature1"
_NO_EXTERNAL_DATA: Final = b"\x40"
# A message is tag 18 and an array of four, of which the second, an unprotected header, is empty.
_SIGN1_HEAD: Final = b"\xd2\x84"
_NO_HEADER: Final = b"\xa0"
_ALGORITHMS: Final = {int(each): each for each in Algorithm}
_LONGEST_KEPT_HEADER: Final = 64


class Message(NamedTuple):
    """A COSE_Sign1 message as it came: nothing in it is believed yet."""

    protected: bytes
    kid: bytes | None
    algorithm: object
    has_critical_headers: bool
    payload: bytes
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """The bytes that the signature covers."""
        return sig_structure(self.protected, self.payload)


def protected_header(*, kid: bytes, algorithm: Algorithm) -> bytes:
    """Write the header that the signature covers."""
    return cbor.encode({_ALG: int(algorithm), _KID: kid})


def sig_structure(protected: bytes, payload: bytes) -> bytes:
    """Put together the bytes to sign."""
    return b"".join(
        (
            _SIG_STRUCTURE_HEAD,
            cbor.encode(protected),
            _NO_EXTERNAL_DATA,
            cbor.encode(payload),
        )
    )


def encode(*, protected: bytes, payload: bytes, signature: bytes) -> bytes:
    """Write a signed message."""
    parts = (cbor.encode(protected), _NO_HEADER, cbor.encode(payload), cbor.encode(signature))
    return _SIGN1_HEAD + b"".join(parts)


def decode(data: bytes) -> Message:
    """Take a message apart: tagged 18, tagged 61 and 18, or not tagged at all."""
    value = cbor.decode(data)
    if isinstance(value, cbor2.CBORTag) and value.tag == _CWT_TAG:
        value = value.value
        if not isinstance(value, cbor2.CBORTag):
            raise CertificateError(Reason.COSE_WRONG)
    if isinstance(value, cbor2.CBORTag) and value.tag == _SIGN1_TAG:
        value = value.value
    if not isinstance(value, list | tuple) or len(value) != 4:
        raise CertificateError(Reason.COSE_WRONG)
    protected, unprotected, payload, signature = value
    if not (
        isinstance(protected, bytes)
        and cbor.is_map(unprotected)
        and isinstance(payload, bytes)
        and isinstance(signature, bytes)
    ):
        raise CertificateError(Reason.COSE_WRONG)
    if len(protected) <= _LONGEST_KEPT_HEADER:
        header = _kept_header(protected)
    else:
        header = _header(protected)
    # What the signature covers wins over what anyone may have added.
    kid = header.get(_KID, unprotected.get(_KID))
    return Message(
        protected=protected,
        kid=kid if isinstance(kid, bytes) else None,
        algorithm=header.get(_ALG, unprotected.get(_ALG)),
        has_critical_headers=_CRIT in header,
        payload=payload,
        signature=signature,
    )


def _header(protected: bytes) -> Mapping[object, object]:
    header = cbor.decode(protected) if protected else {}
    if not cbor.is_map(header):
        raise CertificateError(Reason.COSE_WRONG)
    return header


# All certificates of a signer have the same header.
_kept_header: Final = lru_cache(maxsize=1024)(_header)


def algorithm_of(message: Message) -> Algorithm:
    """Name the algorithm of a message, if it is one of the two allowed."""
    if message.has_critical_headers:
        raise CertificateError(Reason.CRITICAL_HEADER)
    named = message.algorithm
    if type(named) is not int or named not in _ALGORITHMS:
        raise CertificateError(Reason.ALGORITHM_NOT_ALLOWED)
    return _ALGORITHMS[named]


def is_signed_by(message: Message, key: PublicKey) -> bool:
    """Say whether the owner of this key signed the message."""
    return algorithms.holds(key, message.signature, message.signed_bytes)
