"""A lenient reader of signer certificates (X.509 in DER).

Real document signers hold extensions that a strict parser refuses as a whole (an empty list of
usages, a default value written out), or dates in odd forms; their key is good all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from certificate_format.errors import CertificateError, Reason

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_OBJECT_IDENTIFIER: Final = 0x06
_OCTET_STRING: Final = 0x04
_VERSION: Final = 0xA0
_EXTENSIONS: Final = 0xA3
_UTC_TIME: Final = 0x17
_GENERALIZED_TIME: Final = 0x18
_EXTENDED_KEY_USAGE: Final = b"\x55\x1d\x25"
_COUNTRY_NAME: Final = b"\x55\x04\x06"


class Element(NamedTuple):
    """One element: its tag, what it holds, and all of its bytes."""

    tag: int
    body: bytes
    encoded: bytes


@dataclass(frozen=True, slots=True)
class CertificateParts:
    """What a verifier needs of a certificate."""

    encoded: bytes
    public_key_info: bytes
    country: str
    valid_from: datetime
    valid_until: datetime
    usages: frozenset[str]


def read_certificate(data: bytes) -> CertificateParts:
    """Take a certificate apart; bytes behind its end do not belong to it."""
    whole = _first(data, _SEQUENCE)
    parts = list(_elements(_first(whole.body, _SEQUENCE).body))
    if parts and parts[0].tag == _VERSION:
        del parts[0]
    if len(parts) < 6:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    _, _, _, validity, subject, public_key, *rest = parts
    moments = [_moment(each) for each in _elements(validity.body)]
    if len(moments) != 2 or public_key.tag != _SEQUENCE:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    return CertificateParts(
        encoded=whole.encoded,
        public_key_info=public_key.encoded,
        country=_country(subject),
        valid_from=moments[0],
        valid_until=moments[1],
        usages=_usages(rest),
    )


def _usages(rest: list[Element]) -> frozenset[str]:
    """List the usages that a certificate names, as dotted numbers; none named is none listed."""
    for element in rest:
        if element.tag == _EXTENSIONS:
            for extension in _elements(_first(element.body, _SEQUENCE).body):
                parts = list(_elements(extension.body))
                if parts and parts[0].body == _EXTENDED_KEY_USAGE:
                    return _listed(parts[-1])
    return frozenset()


def _listed(value: Element) -> frozenset[str]:
    if value.tag != _OCTET_STRING:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    listed = _elements(_first(value.body, _SEQUENCE).body)
    return frozenset(_dotted(each.body) for each in listed if each.tag == _OBJECT_IDENTIFIER)


def _country(subject: Element) -> str:
    """Find the country in a name, if one is named."""
    for group in _elements(subject.body):
        if group.tag != _SET:
            continue
        for attribute in _elements(group.body):
            parts = list(_elements(attribute.body))
            if len(parts) == 2 and parts[0].body == _COUNTRY_NAME:
                return parts[1].body.decode("ascii", errors="replace").upper()
    return ""


def _moment(element: Element) -> datetime:
    """Read a time: YYMMDDhhmm or YYYYMMDDhhmm, with or without seconds, always universal."""
    digits = element.body.decode("ascii", errors="replace").split("+")[0].rstrip("Z").split(".")[0]
    if element.tag == _UTC_TIME:
        digits = ("19" if digits[:2] >= "50" else "20") + digits
    elif element.tag != _GENERALIZED_TIME:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    try:
        return datetime.strptime(digits.ljust(14, "0")[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError as error:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG) from error


def _elements(data: bytes) -> Iterator[Element]:
    """Walk through elements that stand one after another."""
    at = 0
    while at < len(data):
        element = _element(data, at)
        at += len(element.encoded)
        yield element


def _element(data: bytes, at: int) -> Element:
    if at + 2 > len(data):
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    tag, length, start = data[at], data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    end = start + length
    if end > len(data):
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    return Element(tag, data[start:end], data[at:end])


def _first(data: bytes, expected: int) -> Element:
    """Open the one element that the data should begin with."""
    element = _element(data, 0)
    if element.tag != expected:
        raise CertificateError(Reason.SIGNER_CERTIFICATE_WRONG)
    return element


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
