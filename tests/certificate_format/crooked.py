"""Certificates as they may be shown: straight, odd, altered, and none at all."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import cbor2

from certificate_format import base45
from tests.certificate_format.building import (
    ALG,
    EXPIRES_AT,
    ISSUED_AT,
    KID,
    NOW,
    PAYLOAD,
    UNTIL,
    Country,
    as_message,
    as_text,
    claims_with,
    fields_with,
    sign,
)


@dataclass(frozen=True)
class Case:
    """A text as somebody shows it, and when."""

    name: str
    text: str
    at: datetime = NOW


def read_in(country: Country) -> list[Case]:
    """What is shown of one country, straight and crooked."""
    text, kid = country.issue(PAYLOAD), country.signer.kid
    alg = int(country.signer.algorithm)
    message = as_message(text)
    parts = cbor2.loads(message).value
    return [
        Case("valid", text),
        Case("line ends around it", f"\n{text}\r\n"),
        Case("expired", text, EXPIRES_AT),
        Case("in its last second", text, EXPIRES_AT - timedelta(seconds=1)),
        Case("not yet valid", text, ISSUED_AT - timedelta(seconds=1)),
        Case("signer gone", sent(country, exp=claims_end(UNTIL)), UNTIL + timedelta(days=1)),
        *(
            Case(f"bit {bit} flipped", as_text(flipped(message, bit)))
            for bit in range(3, 8 * len(message), 61)
        ),
        *(
            Case(f"tags {tags}", as_text(sign(country, claims_with(), tags=tags)))
            for tags in ((), (61, 18), (17,), (61,), (98,), (18, 18), (61, 61, 18))
        ),
        Case("kid unprotected", headed(country, {ALG: alg}, {KID: kid})),
        Case("protected kid wins", headed(country, {ALG: alg, KID: kid}, {KID: bytes(8)})),
        Case("protected kid is wrong", headed(country, {ALG: alg, KID: bytes(8)}, {KID: kid})),
        Case("no kid", headed(country, {ALG: alg}, {})),
        Case("algorithm unprotected", headed(country, {KID: kid}, {ALG: alg})),
        Case("another algorithm", headed(country, {ALG: -44 - alg, KID: kid}, {})),
        Case("unheard algorithm", headed(country, {ALG: -35, KID: kid}, {})),
        Case("critical header", headed(country, {ALG: alg, KID: kid, 2: [99]}, {})),
        *(
            Case(f"signature of {size} bytes", signed_with(parts, (parts[3] + bytes(9))[:size]))
            for size in (0, 63, 65)
        ),
    ]


def contents_in(country: Country) -> list[Case]:
    """Contents that other countries wrote, and some that nobody may."""
    changes: list[dict[str, object]] = [
        {"t": None, "r": []}, {"mp": " EU/1/21/1529 "}, {"fn": None}, {"gn": None, "gnt": None},
        {"ver": "1.0.0"}, {"unheard": [1, 2.5, None, b"x"]}, {"dob": "1984"}, {"dob": "1984-07"},
        {"dob": ""}, {"dob": "1984-02-30"}, {"dob": "84"}, {"dob": None}, {"v": None}, {"v": []},
        {"v": [{}, {}]}, {"v": {}}, {"v": "v"}, {"dn": 0}, {"sd": 10}, {"dn": True}, {"dn": "1"},
        {"ci": None}, {"dt": "20260214"}, {"dt": "2026-02-30"}, {"co": "Việt Nam"},
        {"fnt": "Nguyễn"}, {"fnt": None, "gnt": ""}, {"nam": None}, {"is": "x" * 201},
        {"ver": "one"}, {"mp": cbor2.CBORTag(999, "EU/1/21/1529")}, {"mp": "Nanocovax"},
        {"ma": "ORG-1"}, {"vp": "x"}, {"tg": "x"}, {"dt": "2026-02-14T00:00:00Z"},
        {"dt": date(2026, 2, 14)}, {"dt": datetime(2026, 2, 14, 10, tzinfo=UTC)},
        {"dt": cbor2.CBORTag(1, 1771027200)}, {"t": [{"tg": "840539006"}]},
    ]  # fmt: skip
    begin, end = ISSUED_AT.timestamp(), EXPIRES_AT.timestamp()
    return [
        *(
            Case(f"fields {each}", as_text(sign(country, claims_with(fields_with(**each)))))
            for each in changes
        ),
        Case("times with fractions", sent(country, exp=end + 0.25, iat=begin + 0.25)),
        Case("times as dates", sent(country, exp=EXPIRES_AT, iat=ISSUED_AT)),
        *(
            Case(f"until {end}", sent(country, exp=end))
            for end in (float("nan"), float("inf"), 1e300, 2**63, "2027", True, [1], None, 5)
        ),
        Case("since never", sent(country, iat=None)),
    ]


def broken() -> list[Case]:
    """Texts that are no certificate."""
    deep = as_text(b"\x81" * 40 + b"\x00")
    texts = ["", "HC1:", "HC2:AAA", "HC1:A", "HC1:GGW", "HC1::::", "HC1:ABC", "HC1:" + "A" * 5000,
             "HC1:" + base45.encode(b"not packed"), as_text(b"\x00" * 70_000), as_text(b""), deep,
             as_text(b"\xd2\x84"), as_text(b"\x5f\x41\x00"), as_text(b"\xff"),
             as_text(b"\x9b" + b"\xff" * 8), as_text(b"\x00\x00"),
             as_text(b"\xa2\x01\x01\x01\x01")]  # fmt: skip
    return [Case(f"broken {text[:20]!r}", text) for text in texts]


def claims_end(at: datetime) -> int:
    return int((at + timedelta(days=9)).timestamp())


def sent(country: Country, **changes: object) -> str:
    return as_text(sign(country, claims_with(**changes)))


def headed(country: Country, protected: dict[int, object], unprotected: dict[int, object]) -> str:
    return as_text(sign(country, claims_with(), protected=protected, unprotected=unprotected))


def signed_with(parts: list[Any], signature: bytes) -> str:
    return as_text(cbor2.dumps(cbor2.CBORTag(18, [*parts[:3], signature])))


def flipped(message: bytes, bit: int) -> bytes:
    changed = bytearray(message)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)
