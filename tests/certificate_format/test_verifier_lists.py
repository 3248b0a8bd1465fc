"""What a verifier in a browser fetches, believes and keeps."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Page

from certificate_format.revocation_lists import Prefixes, RevocationList, written
from certificate_format.signed_list import sign_list, to_base64
from certificate_format.trust_lists import own_list
from tests.certificate_format.building import NOW
from tests.certificate_format.verifying import verifier_page

KID: Final = bytes.fromhex("d919375fc1e7b6b2")
WHOLE: Final = f"/du-lieu/thu-hoi/{KID.hex()}"
KEY: Final = ec.generate_private_key(ec.SECP256R1())
REFRESH: Final = """async keys => {
  const store = await verifier.openStore();
  try { await verifier.refresh(store, {address: "/du-lieu", keys}); }
  catch (error) { return error.reason ?? String(error); }
  const {index, trust, revocations, rules} = await store.read();
  const lists = Object.values(revocations);
  return {index: index.issued, trust: trust.seq, rules: rules?.seq ?? null,
          lists: lists.map(list => [list.seq, list.prefixes.length / 8])};
}"""


def key_of(key: ec.EllipticCurvePrivateKey) -> str:
    info = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return to_base64(info)


def revocations(number: int, size: int, since: int | None = None) -> str:
    hashes = [bytes([number, n]) * 8 for n in range(size)]
    until = NOW + timedelta(days=1)
    listed = RevocationList(KID, number, NOW, until, Prefixes.of(hashes))
    return sign_list(written(listed, since=since), key=KEY)


def published(
    number: int, *, trust: int = 1, hours: int = 0, rules: int | None = 0
) -> dict[str, str]:
    """The index and the trust list as they stand at an hour."""
    at = NOW + timedelta(hours=hours)
    until = at + timedelta(days=1)
    index = {
        "format": "sotiem-lists-1",
        "issued": at.isoformat(timespec="seconds"),
        "revocations": {KID.hex(): number},
        **({} if rules is None else {"rules": rules}),
    }
    signers = own_list([], sequence=trust, issued_at=at, next_update_at=until)
    return {
        "/du-lieu": sign_list(index, key=KEY),
        "/du-lieu/tin-cay": sign_list(signers, key=KEY),
    }


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Page, dict[str, str]]]:
    lists: dict[str, str] = {}
    with verifier_page(lists) as page:
        yield page, lists


@pytest.fixture
def page(opened: tuple[Page, dict[str, str]]) -> Page:
    """A page that has fetched the fourth list."""
    page, lists = opened
    page.evaluate("verifier.openStore().then(store => store.write({revocations: {}}))")
    lists.clear()
    lists.update(published(4), **{WHOLE: revocations(4, 9)})
    assert refreshed(page) == {"index": ms(0), "trust": 1, "rules": None, "lists": [[4, 9]]}
    return page


@pytest.fixture
def lists(opened: tuple[Page, dict[str, str]], page: Page) -> dict[str, str]:
    """What is published now; there is no whole list any more, only what was added."""
    opened[1].clear()
    return opened[1]


def refreshed(page: Page, key: ec.EllipticCurvePrivateKey = KEY) -> Any:
    return page.evaluate(REFRESH, [key_of(key)])


def ms(hours: int) -> int:
    return int((NOW + timedelta(hours=hours)).timestamp() * 1000)


def test_only_what_was_added_is_fetched(page: Page, lists: dict[str, str]) -> None:
    lists.update(published(6, hours=1), **{f"{WHOLE}?since=4": revocations(6, 2, since=4)})
    assert refreshed(page) == {"index": ms(1), "trust": 1, "rules": None, "lists": [[6, 11]]}


def test_without_news_no_list_of_revocations_is_fetched(page: Page, lists: dict[str, str]) -> None:
    lists.update(published(4, hours=5))
    assert refreshed(page) == {"index": ms(5), "trust": 1, "rules": None, "lists": [[4, 9]]}


@pytest.mark.parametrize(
    ("older", "reason"),
    [
        (published(3, hours=1), "list_older"),
        (published(4, hours=1, trust=0), "list_older"),
        (published(4, hours=-1), "list_older"),
    ],
)
def test_an_older_list_is_refused_though_it_is_signed(
    page: Page, lists: dict[str, str], older: dict[str, str], reason: str
) -> None:
    lists.update(older)
    assert refreshed(page) == reason


@pytest.mark.parametrize(
    ("added", "reason"),
    [
        (revocations(3, 2), "list_older"),
        (revocations(6, 2, since=5), "list_does_not_follow"),
        ("x.y.z", "list_wrong"),
    ],
)
def test_a_list_that_does_not_follow_is_refused(
    page: Page, lists: dict[str, str], added: str, reason: str
) -> None:
    lists.update(published(6), **{f"{WHOLE}?since=4": added})
    assert reason in refreshed(page)
    lists.update(published(4))
    assert refreshed(page)["lists"] == [[4, 9]]


def test_a_list_signed_by_another_key_is_refused(page: Page, lists: dict[str, str]) -> None:
    lists.update(published(4))
    assert refreshed(page, ec.generate_private_key(ec.SECP256R1())) == "list_signature_wrong"


def test_lists_of_which_one_is_missing_are_not_taken(page: Page, lists: dict[str, str]) -> None:
    lists.update(published(6, trust=2))
    assert refreshed(page) == "list_not_reached"
    lists.update(published(4))
    assert refreshed(page)["trust"] == 1


def listed_rules(number: int, *, sets: Any = ()) -> dict[str, str]:
    content = {
        "format": "sotiem-rules-1",
        "seq": number,
        "issued": NOW.isoformat(timespec="seconds"),
        "sets": list(sets),
    }
    return {"/du-lieu/quy-dinh": sign_list(content, key=KEY)}


@pytest.fixture
def ruled(page: Page, lists: dict[str, str]) -> Page:
    """A page that has fetched the second list of rules."""
    lists.update(published(4, rules=2), **listed_rules(2))
    assert refreshed(page)["rules"] == 2
    lists.clear()
    return page


def test_rules_are_fetched_when_the_index_names_newer_ones(
    ruled: Page, lists: dict[str, str]
) -> None:
    lists.update(published(4, rules=2))
    assert refreshed(ruled)["rules"] == 2
    lists.update(published(4, rules=3), **listed_rules(3))
    assert refreshed(ruled)["rules"] == 3


@pytest.mark.parametrize("rules", [1, 0, None])
def test_an_index_that_names_older_rules_is_refused(
    ruled: Page, lists: dict[str, str], rules: int | None
) -> None:
    lists.update(published(4, rules=rules), **listed_rules(2))
    assert refreshed(ruled) == "list_older"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (listed_rules(1), "list_older"),
        (listed_rules(2), "list_older"),
        ({}, "list_not_reached"),
        (listed_rules(3, sets=[{"number": 1}]), "list_wrong"),
        ({"/du-lieu/quy-dinh": "x.y.z"}, "list_wrong"),
    ],
)
def test_rules_that_are_not_what_the_index_promised_are_not_taken(
    ruled: Page, lists: dict[str, str], given: dict[str, str], reason: str
) -> None:
    lists.update(published(4, rules=3), **given)
    assert refreshed(ruled) == reason
    lists.update(published(4, rules=2))
    assert refreshed(ruled)["rules"] == 2


def test_what_a_phone_kept_before_there_were_rules_is_read_on(
    page: Page, lists: dict[str, str]
) -> None:
    old = "verifier.openStore().then(s => s.read().then(k => (delete k.rules, s.write(k))))"
    page.evaluate(old)
    lists.update(published(4, rules=1), **listed_rules(1))
    assert refreshed(page)["rules"] == 1
