"""CBOR from strangers: shallow, without duplicate keys, without surprises behind its end."""

import io
from collections.abc import Mapping
from typing import Final, NoReturn, TypeGuard

import cbor2

from certificate_format.errors import CertificateError, Reason

MAX_DEPTH: Final = 16

# cbor2 turns these tags into big numbers, patterns, messages, shared references and the like.
# A certificate needs none of them, and some cost more than their size. Dates stay allowed.
_REFUSED_TAGS: Final = (
    *(2, 3, 4, 5, 25, 28, 29, 30, 35, 36, 37, 52, 54),
    *(256, 258, 260, 261, 43000),
)


def _refuse(*_: object) -> NoReturn:
    raise CertificateError(Reason.CBOR_WRONG)


_SEMANTIC_DECODERS: Final = dict.fromkeys(_REFUSED_TAGS, _refuse)


def is_map(value: object) -> TypeGuard[Mapping[object, object]]:
    """Say whether a value is a map; almost all are plain ones, which is quick to see."""
    return type(value) is dict or isinstance(value, Mapping)


def encode(value: object) -> bytes:
    """Write a value as CBOR."""
    return cbor2.dumps(value)


def decode(data: bytes) -> object:
    """Read exactly one CBOR value, and nothing after it."""
    stream = io.BytesIO(data)
    try:
        value: object = cbor2.CBORDecoder(
            stream,
            semantic_decoders=_SEMANTIC_DECODERS,
            max_depth=MAX_DEPTH,
            allow_duplicate_keys=False,
        ).decode()
    except Exception as error:  # whatever a stranger's bytes provoke, it is their bytes
        raise CertificateError(Reason.CBOR_WRONG) from error
    if stream.tell() != len(data):
        raise CertificateError(Reason.TRAILING_BYTES)
    return value
