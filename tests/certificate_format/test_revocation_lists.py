"""Published revocations: prefixes with what was added since, filter cascades, batches of the EU."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from certificate_format.errors import CertificateError, Reason
from certificate_format.filter_cascade import FilterCascade, words_of
from certificate_format.revocation_lists import (
    Cascade,
    Prefixes,
    RevocationList,
    eu_batch,
    read,
    written,
)
from certificate_format.signed_list import from_base64, open_list, sign_list
from certificate_format.xor_filter import XorFilter

KID = bytes.fromhex("d919375fc1e7b6b2")
NOON = datetime(2021, 10, 12, 12, tzinfo=UTC)


def hashes(number: int, *, seed: int = 1) -> list[bytes]:
    random = Random(seed)
    return [random.randbytes(16) for _ in range(number)]


def cascade(revoked: list[bytes], live: list[bytes]) -> FilterCascade:
    return FilterCascade.of(b"".join(revoked), lambda: [b"".join(live)])


def listed(
    sequence: int, prefixes: list[bytes], large: FilterCascade | None = None
) -> RevocationList:
    day = NOON + timedelta(hours=sequence)
    covered = Cascade(large, NOON) if large else None
    until = day + timedelta(days=1)
    return RevocationList(KID, sequence, day, until, Prefixes.of(prefixes), covered)


def named(found: RevocationList, asked: list[bytes], *, issued_at: datetime = NOON) -> int:
    """How many of these are revoked, as the list has it."""
    return sum(found.has(each, issued_at=issued_at) for each in asked)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 10, 300, 5_000])
def test_a_cascade_names_all_who_are_revoked_and_nobody_else(number: int) -> None:
    revoked, live = hashes(number), hashes(30_000, seed=2)
    found = FilterCascade.from_bytes(cascade(revoked, live).to_bytes())
    assert all(map(found.has, revoked))
    assert not any(map(found.has, live))


def test_the_first_filter_alone_would_refuse_valid_holders() -> None:
    first = XorFilter.of(words_of(b"".join(hashes(300))))
    wrong = first.has(words_of(b"".join(hashes(30_000, seed=2)))).sum()
    assert 60 < wrong < 200  # one in 256


def test_a_cascade_takes_fourteen_bits_for_each_revoked() -> None:
    found = cascade(hashes(20_000), hashes(400_000, seed=2))
    assert 8 * len(found.to_bytes()) < 14.5 * 20_000


def test_a_hash_that_is_revoked_and_valid_is_told() -> None:
    with pytest.raises(ValueError, match="revoked and valid"):
        cascade(hashes(10), hashes(10))


@pytest.mark.parametrize("length", range(0, 60, 7))
def test_a_broken_cascade_is_refused(length: int) -> None:
    data = cascade(hashes(20), hashes(2_000, seed=2)).to_bytes()
    for broken in (data[:length], data + b"x", b"STC9" + data[4:]):
        with pytest.raises(CertificateError):
            FilterCascade.from_bytes(broken)


def test_a_cascade_that_promises_a_table_too_large_is_refused() -> None:
    head = b"STC1" + (1).to_bytes(4, "big")
    numbers = (1, 2**31, 2**31, 5)
    with pytest.raises(CertificateError):
        FilterCascade.from_bytes(head + b"".join(each.to_bytes(4, "big") for each in numbers))


def test_a_list_of_prefixes_comes_back_as_it_was_signed() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    text = sign_list(written(listed(1, hashes(50))), key=key)
    found = read(open_list(text, keys=[key.public_key()]))
    assert named(found, hashes(50)) == 50
    assert named(found, hashes(5_000, seed=2)) == 0
    assert found.age(NOON + timedelta(hours=25)) == timedelta(hours=24)


def test_what_was_added_is_added_to_the_list_that_it_follows() -> None:
    known = read(written(listed(4, hashes(50))))
    more = written(listed(7, hashes(9, seed=3)), since=4)
    found = read(more, known=known)
    assert found.sequence == 7
    assert named(found, [*hashes(50), *hashes(9, seed=3)]) == 59


@pytest.mark.parametrize("known", [None, 3, 5])
def test_what_was_added_needs_the_very_list_that_it_follows(known: int | None) -> None:
    before = None if known is None else listed(known, hashes(50))
    more = written(listed(7, hashes(9, seed=3)), since=4)
    with pytest.raises(CertificateError) as refused:
        read(more, known=before)
    assert refused.value.reason is Reason.LIST_DOES_NOT_FOLLOW


def test_an_older_list_is_refused_though_it_is_signed() -> None:
    known = listed(5, hashes(50))
    with pytest.raises(CertificateError) as refused:
        read(written(listed(4, hashes(40))), known=known)
    assert refused.value.reason is Reason.LIST_OLDER


def test_a_cascade_takes_the_place_of_prefixes_when_they_are_many() -> None:
    known = listed(5, hashes(50))
    large = cascade(hashes(60), hashes(1_000, seed=2))
    found = read(written(listed(6, hashes(7, seed=3), large)), known=known)
    assert named(found, hashes(60)) == 60
    assert named(found, hashes(1_000, seed=2)) == 0


def test_of_what_was_issued_after_a_cascade_only_prefixes_tell() -> None:
    """A cascade says something of every hash; of one it was not built for it says nothing true."""
    large = cascade(hashes(60), hashes(1_000, seed=2))
    later, new = NOON + timedelta(seconds=1), hashes(20_000, seed=4)
    found = read(written(listed(6, new[:7], large)))
    assert named(found, new[7:], issued_at=NOON) > 0
    assert named(found, new[7:], issued_at=later) == 0
    assert named(found, new[:7], issued_at=later) == 7


def test_nothing_is_added_to_a_cascade() -> None:
    large = cascade(hashes(60), hashes(1_000, seed=2))
    with pytest.raises(CertificateError):
        read(written(listed(7, hashes(2)), since=6), known=listed(6, [], large))


@pytest.mark.parametrize(
    "changed",
    [
        {"format": "another"},
        {"seq": "1"},
        {"kid": None},
        {"issued": "yesterday"},
        {"prefixes": "AAAA"},
        {"prefixes": None},
        {"cascade": "AAAA"},
        {"cascade": "U1RDMQAAAAA="},
        {"kid": "AAAAAAAAAAA="},
    ],
)
def test_a_list_that_is_none_is_refused(changed: dict[str, object]) -> None:
    content = written(listed(6, hashes(3))) | changed
    with pytest.raises(CertificateError) as refused:
        read(content, known=listed(5, hashes(2)))
    assert refused.value.reason is Reason.LIST_WRONG


def test_a_batch_of_the_eu_holds_whole_hashes_in_their_order() -> None:
    batch = eu_batch([*hashes(300), *hashes(3)], country="VN", kid=KID, expires_at=NOON)
    told = [each["hash"] for each in batch.pop("entries")]
    assert [from_base64(each) for each in told] == sorted(hashes(300))
    assert batch == {
        "country": "VN",
        "expires": f"{NOON:%Y-%m-%dT%H:%M:%SZ}",
        "kid": "2Rk3X8HntrI=",
        "hashType": "SIGNATURE",
    }
