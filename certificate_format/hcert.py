"""The health certificate around the payload: its claims (CWT), and the text that a QR carries."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from certificate_format import base45, cbor
from certificate_format.errors import CertificateError, Reason

PREFIX: Final = "HC1:"
MAX_TEXT: Final = 4296  # the most characters that a QR code holds
MAX_INFLATED: Final = 64 * 1024

_ISSUER: Final = 1
_EXPIRES_AT: Final = 4
_ISSUED_AT: Final = 6
_HCERT: Final = -260
_DCC: Final = 1


@dataclass(frozen=True, slots=True)
class Claims:
    """Who issued a payload, and from when to when it holds."""

    issuer: str | None
    issued_at: datetime | None
    expires_at: datetime | None
    fields: Mapping[object, object]


def encode_claims(
    fields: Mapping[object, object], *, issuer: str, issued_at: datetime, expires_at: datetime
) -> bytes:
    """Write the bytes that will be signed."""
    return cbor.encode(
        {
            _ISSUER: issuer,
            _EXPIRES_AT: int(expires_at.timestamp()),
            _ISSUED_AT: int(issued_at.timestamp()),
            _HCERT: {_DCC: fields},
        }
    )


def decode_claims(data: bytes) -> Claims:
    """Read the bytes that were signed."""
    claims = cbor.decode(data)
    hcert = claims.get(_HCERT) if isinstance(claims, Mapping) else None
    fields = hcert.get(_DCC) if isinstance(hcert, Mapping) else None
    if not isinstance(claims, Mapping) or not isinstance(fields, Mapping):
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
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise CertificateError(Reason.CLAIMS_WRONG) from error
    raise CertificateError(Reason.CLAIMS_WRONG)


def to_text(message: bytes) -> str:
    """Pack a signed message into the text of a QR code."""
    return PREFIX + base45.encode(zlib.compress(message, 9))


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
