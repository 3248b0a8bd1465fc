"""The health certificate around the payload: its claims (CWT), and the text that a QR carries."""

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NamedTuple

from certificate_format import base45, cbor
from certificate_format.cbor import is_map
from certificate_format.errors import CertificateError, Reason

PREFIX: Final = "HC1:"
MAX_TEXT: Final = 4296  # the most characters that a QR code holds
MAX_INFLATED: Final = 64 * 1024

_ISSUER: Final = 1
_EXPIRES_AT: Final = 4
_ISSUED_AT: Final = 6
_HCERT: Final = -260
_DCC: Final = 1
_NULL: Final = b"\xf6"

# A window of 1 KiB holds a whole message; a larger one would only have to be cleared each time.
_WINDOW_BITS: Final = 10
_MEMORY_LEVEL: Final = 4
# It is announced as one of 32 KiB: readers of others tell by this start that a message is packed.
_ZLIB_START: Final = b"\x78\xda"


class Claims(NamedTuple):
    """Who issued a payload, and from when to when it holds."""

    issuer: str | None
    issued_at: datetime | None
    expires_at: datetime | None
    fields: Mapping[object, object]


def claims_head(*, issuer: str, issued_at: datetime, expires_at: datetime) -> bytes:
    """Write what the claims of many certificates have in common; the fields follow behind it."""
    claims = {
        _ISSUER: issuer,
        _EXPIRES_AT: int(expires_at.timestamp()),
        _ISSUED_AT: int(issued_at.timestamp()),
        _HCERT: {_DCC: None},
    }
    return cbor.encode(claims).removesuffix(_NULL)


def encode_claims(head: bytes, fields: Mapping[object, object]) -> bytes:
    """Write the bytes that will be signed."""
    return head + cbor.encode(fields)


def decode_claims(data: bytes) -> Claims:
    """Read the bytes that were signed."""
    claims = cbor.decode(data)
    hcert = claims.get(_HCERT) if is_map(claims) else None
    fields = hcert.get(_DCC) if is_map(hcert) else None
    if not is_map(claims) or not is_map(fields):
        raise CertificateError(Reason.CLAIMS_WRONG)
    issuer = claims.get(_ISSUER)
    return Claims(
        issuer=issuer if isinstance(issuer, str) else None,
        issued_at=_moment(claims.get(_ISSUED_AT)),
        expires_at=_moment(claims.get(_EXPIRES_AT)),
        fields=fields,
    )


def _moment(value: object) -> datetime | None:
    """Read a point in time: seconds, whole or not, or a CBOR date."""
    if value is None:
        return None
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if isinstance(value, datetime):
            return value.astimezone(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise CertificateError(Reason.CLAIMS_WRONG) from error
    raise CertificateError(Reason.CLAIMS_WRONG)


def to_text(message: bytes) -> str:
    """Pack a signed message into the text of a QR code."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -_WINDOW_BITS, _MEMORY_LEVEL)
    packed = packing.compress(message) + packing.flush()
    check = zlib.adler32(message).to_bytes(4, "big")
    return PREFIX + base45.encode(_ZLIB_START + packed + check)


def strip_prefix(text: str) -> str:
    """Take off what marks the text as a health certificate."""
    # Blanks are Base45 characters and stay; line ends come from files and clipboards.
    text = text.strip("\r\n")
    if len(text) > MAX_TEXT:
        raise CertificateError(Reason.TEXT_TOO_LONG)
    if not text.startswith(PREFIX):
        raise CertificateError(Reason.PREFIX_MISSING)
    return text.removeprefix(PREFIX)


def inflate(data: bytes) -> bytes:
    """Unpack a message, up to a size that no honest certificate reaches."""
    decompressor = zlib.decompressobj()
    try:
        inflated = decompressor.decompress(data, MAX_INFLATED + 1)
    except zlib.error as error:
        raise CertificateError(Reason.INFLATE_WRONG) from error
    if len(inflated) > MAX_INFLATED:
        raise CertificateError(Reason.INFLATE_TOO_LARGE)
    if not decompressor.eof:
        raise CertificateError(Reason.INFLATE_WRONG)
    if decompressor.unused_data:
        raise CertificateError(Reason.TRAILING_BYTES)
    return inflated
