"""A lenient reader of the extended key usage in a certificate.

Real document signers hold extensions that a strict parser refuses as a whole (an empty list of
usages, a default value written out); their key is good all the same.
"""

from collections.abc import Iterator
from typing import Final

from certificate_format.errors import CertificateError, Reason

_SEQUENCE: Final = 0x30
_OBJECT_IDENTIFIER: Final = 0x06
_OCTET_STRING: Final = 0x04
_EXTENSIONS: Final = 0xA3
_EXTENDED_KEY_USAGE: Final = b"\x55\x1d\x25"


def extended_key_usages(certificate: bytes) -> frozenset[str]:
    """List the usages that a certificate names, as dotted numbers; none named is none listed."""
    to_be_signed = _only(_only(certificate, _SEQUENCE), _SEQUENCE)
    for tag, body in _elements(to_be_signed):
        if tag == _EXTENSIONS:
            for _, extension in _elements(_only(body, _SEQUENCE)):
                parts = list(_elements(extension))
                if parts and parts[0] == (_OBJECT_IDENTIFIER, _EXTENDED_KEY_USAGE):
                    return _usages(parts[-1])
    return frozenset()


def _usages(value: tuple[int, bytes]) -> frozenset[str]:
    tag, body = value
    if tag != _OCTET_STRING:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    listed = _elements(_only(body, _SEQUENCE))
    return frozenset(_dotted(oid) for kind, oid in listed if kind == _OBJECT_IDENTIFIER)


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Walk through elements that stand one after another."""
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
        tag, length, start = data[at], data[at + 1], at + 2
        if length & 0x80:
            size = length & 0x7F
            length, start = int.from_bytes(data[start : start + size], "big"), start + size
        at = start + length
        if at > len(data):
            raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
        yield tag, data[start:at]


def _only(data: bytes, expected: int) -> bytes:
    """Open the one element that the data should be."""
    for tag, body in _elements(data):
        if tag == expected:
            return body
        break
    raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)


def _dotted(oid: bytes) -> str:
    """Write an object identifier in its usual form; the first two numbers share one."""
    numbers, number = [], 0
    for byte in oid:
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            numbers.append(number)
            number = 0
    if not numbers:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, (first, numbers[0] - 40 * first, *numbers[1:])))
