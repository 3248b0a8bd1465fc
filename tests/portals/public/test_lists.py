"""What verifiers fetch is open to every site, and says nothing of a person."""

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from django.test import Client
from django.utils import timezone

from certificate_format.signed_list import open_list
from sotiem.certificates.models import SigningKey
from sotiem.certificates.operations import (
    ensure_card_key,
    ensure_list_key,
    ensure_signing_key,
    publish_revocations,
)
from tests.factories import rules

pytestmark = pytest.mark.django_db
HERE = "/kiem-tra/du-lieu"


@pytest.fixture
def kid() -> str:
    now = timezone.now()
    key = ensure_signing_key(at=now)
    ensure_list_key(at=now)
    publish_revocations(at=now)
    return key.kid


def test_each_list_is_signed_by_the_key_that_is_published(client: Client, kid: str) -> None:
    key = load_pem_public_key(client.get(f"{HERE}/khoa.pem").content)
    for address in ("", "/tin-cay", "/quy-dinh", f"/thu-hoi/{kid}", f"/thu-hoi/{kid}?since=1"):
        answer = client.get(f"{HERE}{address}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/jose"
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["Cache-Control"] == "public, max-age=60"
        assert open_list(answer.text, keys=[key])  # type: ignore[list-item]


def test_the_index_names_each_list_with_its_number(client: Client, kid: str) -> None:
    key = load_pem_public_key(client.get(f"{HERE}/khoa.pem").content)
    told = open_list(client.get(HERE).text, keys=[key])  # type: ignore[list-item]
    assert (told["revocations"], told["rules"]) == ({kid: 1}, 0)
    rules.published()
    told = open_list(client.get(HERE).text, keys=[key])  # type: ignore[list-item]
    assert told["rules"] == 1


def test_rules_are_told_without_the_people_they_were_tried_on(client: Client, kid: str) -> None:
    rules.published()
    key = load_pem_public_key(client.get(f"{HERE}/khoa.pem").content)
    told = open_list(client.get(f"{HERE}/quy-dinh").text, keys=[key])  # type: ignore[list-item]
    (only,) = told["sets"]
    assert (told["seq"], only["number"], only["rules"]["Status"]) == (1, 1, "published")
    assert "Tests" not in only["rules"]


@pytest.mark.parametrize("since", ["", "0", "7", "-1", "x", "9" * 30, "٣"])
def test_what_cannot_be_told_as_added_is_told_whole(client: Client, kid: str, since: str) -> None:
    key = load_pem_public_key(client.get(f"{HERE}/khoa.pem").content)
    answer = client.get(f"{HERE}/thu-hoi/{kid}", {"since": since})
    assert open_list(answer.text, keys=[key])["since"] is None  # type: ignore[list-item]


def test_there_is_no_list_of_a_key_that_is_not_ours(client: Client, kid: str) -> None:
    assert client.get(f"{HERE}/thu-hoi/{'0' * 16}").status_code == 404
    lists = SigningKey.objects.get(kind=SigningKey.Kind.LISTS)
    assert client.get(f"{HERE}/thu-hoi/{lists.kid}").status_code == 404


def test_without_a_key_for_lists_there_is_none(client: Client) -> None:
    ensure_signing_key(at=timezone.now())
    for address in ("", "/tin-cay", "/quy-dinh", "/khoa.pem"):
        assert client.get(f"{HERE}{address}").status_code == 404


def test_keys_of_health_cards_and_what_was_revoked_lie_where_their_readers_look(
    client: Client,
) -> None:
    ensure_card_key(at=timezone.now())
    answer = client.get("/.well-known/jwks.json")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Content-Type"] == "application/json"
    (key,) = answer.json()["keys"]
    assert {"kty": "EC", "use": "sig", "alg": "ES256", "crv": "P-256"}.items() <= key.items()
    assert "d" not in key
    told = client.get(f"/.well-known/crl/{key['kid']}.json")
    assert told["Access-Control-Allow-Origin"] == "*"
    assert told.json() == {
        "kid": key["kid"],
        "method": "rid",
        "ctr": key["crlVersion"],
        "rids": [],
    }
    assert client.get("/.well-known/crl/other.json").status_code == 404
