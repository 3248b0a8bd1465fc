"""A verifier that others wrote accepts what we issue, and nothing else than just that."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any, Final

import cbor2
import pytest

from certificate_format import SignerCertificate
from tests.certificate_format.building import (
    PAYLOAD,
    Country,
    as_message,
    as_text,
    make_country,
)
from tests.independent.asking import Others

VERIFIED: Final = "verified"
SIGNATURE_WRONG: Final = "invalid_signature"
UNREADABLE: Final = "invalid_signing_format"
Path = tuple[Any, ...]
Ask = Callable[[str], str]


@pytest.fixture
def status(elsewhere: Others, country: Country) -> Ask:
    """What the verifier says of a text."""
    signer = SignerCertificate.of(country.certificate)
    return lambda text: str(elsewhere.verify(text, signer)["status"])


@pytest.fixture
def text(country: Country) -> str:
    return country.issue(PAYLOAD)


def parts_of(text: str) -> list[Any]:
    """Protected header, unprotected header, payload, signature."""
    return list(cbor2.loads(as_message(text)).value)


def put_together(parts: list[Any]) -> str:
    return as_text(cbor2.dumps(cbor2.CBORTag(18, parts)))


def with_claims(text: str, claims: object) -> str:
    """The same certificate that says something else under the old signature."""
    header, unprotected, _, signature = parts_of(text)
    return put_together([header, unprotected, cbor2.dumps(claims), signature])


def plain(value: Any) -> Any:
    """Claims that can be changed: the reader of CBOR may give what is frozen."""
    if hasattr(value, "items"):
        return {key: plain(held) for key, held in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def claims_of(text: str) -> Any:
    return plain(cbor2.loads(parts_of(text)[2]))


def test_it_accepts_what_we_issue_and_reads_the_same(
    elsewhere: Others, country: Country, text: str
) -> None:
    found = elsewhere.verify(text, SignerCertificate.of(country.certificate))
    assert found == {"status": VERIFIED, "birthDate": PAYLOAD.birth_date}


def test_every_way_to_write_a_birth_date_or_a_name_is_accepted(
    status: Ask, country: Country
) -> None:
    for birth_date in ("1984", "1984-07", ""):
        assert status(country.issue(replace(PAYLOAD, birth_date=birth_date))) == VERIFIED
    entry = replace(PAYLOAD.vaccination, dose_number=3, series_doses=3, given_on=date(2026, 2, 1))
    assert status(country.issue(replace(PAYLOAD, vaccination=entry))) == VERIFIED


def test_it_refuses_what_a_stranger_signed(elsewhere: Others, country: Country, text: str) -> None:
    stranger = make_country(country.signer.algorithm)
    ours = SignerCertificate.of(country.certificate)
    theirs = stranger.issue(PAYLOAD)
    assert elsewhere.verify(theirs, ours)["status"] == "issuer_not_trusted"
    named_as_theirs = replace(ours, kid=stranger.signer.kid)
    assert elsewhere.verify(theirs, named_as_theirs)["status"] == SIGNATURE_WRONG


@pytest.mark.parametrize("part", [2, 3], ids=["payload", "signature"])
def test_it_refuses_one_flipped_bit_in_each_byte(status: Ask, text: str, part: int) -> None:
    parts = parts_of(text)
    assert status(put_together(parts)) == VERIFIED
    whole = parts[part]
    for at in range(len(whole)):
        flipped = bytearray(whole)
        flipped[at] ^= 1 << at % 8
        changed = [*parts[:part], bytes(flipped), *parts[part + 1 :]]
        assert status(put_together(changed)) in (SIGNATURE_WRONG, UNREADABLE), at


@pytest.mark.parametrize("birth_date", ["1984-07-08", "1984-09-07", "1984-07", "1984", ""])
def test_it_refuses_another_birth_date(status: Ask, text: str, birth_date: str) -> None:
    claims = claims_of(text)
    assert status(with_claims(text, claims)) == VERIFIED
    claims[-260][1]["dob"] = birth_date
    assert status(with_claims(text, claims)) == SIGNATURE_WRONG


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where the single values stand."""
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], (*path, key))
    else:
        yield path


def held(claims: Any, path: Path) -> Any:
    return held(claims[path[0]], path[1:]) if path else claims


def put(claims: Any, path: Path, value: object) -> None:
    held(claims, path[:-1])[path[-1]] = value


def exchanges(claims: Any) -> Iterator[tuple[Path, Path]]:
    """Every two values of one kind that are not the same."""
    for one, other in combinations(places(claims), 2):
        values = held(claims, one), held(claims, other)
        if type(values[0]) is type(values[1]) and values[0] != values[1]:
            yield one, other


def test_it_refuses_any_two_exchanged_values(status: Ask, country: Country, text: str) -> None:
    claims = claims_of(text)
    pairs = list(exchanges(claims))
    assert len(pairs) > 100
    doses = [((-260, 1, "v", 0, "dn"), (-260, 1, "v", 0, "sd"))]
    assert set(doses) <= set(pairs)
    for one, other in pairs:
        changed = deepcopy(claims)
        put(changed, one, held(claims, other))
        put(changed, other, held(claims, one))
        exchanged = with_claims(text, changed)
        assert status(exchanged) == SIGNATURE_WRONG, (one, other)
        assert not country.judge(exchanged).is_signed, (one, other)
