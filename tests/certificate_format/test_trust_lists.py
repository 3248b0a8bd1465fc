"""Trust lists of others and of our own, and what a new one changes."""

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from certificate_format import (
    Algorithm,
    CertificateError,
    EventKind,
    Reason,
    SignerCertificate,
    trust_lists,
)
from certificate_format.signed_list import open_list, sign_list
from certificate_format.trust_lists import (
    Form,
    PublishedList,
    RefusedEntry,
    difference,
    own_list,
    read_list,
    read_path,
)
from tests.certificate_format.building import FROM, PAYLOAD, UNTIL, Country, make_country

ISSUED = datetime(2026, 5, 1, tzinfo=UTC)
NEXT = datetime(2026, 5, 8, tzinfo=UTC)
LIST_KEY = ec.generate_private_key(ec.SECP256R1())


def der(country: Country) -> bytes:
    return country.certificate.public_bytes(Encoding.DER)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def believed(published: PublishedList, *countries: Country) -> bool:
    read = [replace(each, trust=published.trust).judge(each.issue(PAYLOAD)) for each in countries]
    return all(judgement.is_valid for judgement in read)


def published(*countries: Country) -> dict[str, Any]:
    signers = [SignerCertificate.of(each.certificate) for each in countries]
    return own_list(signers, sequence=7, issued_at=ISSUED, next_update_at=NEXT)


def jwk(country: Country) -> dict[str, str]:
    numbers = country.certificate.public_key().public_numbers()  # type: ignore[union-attr]
    names = ("x", "y") if isinstance(numbers, ec.EllipticCurvePublicNumbers) else ("n", "e")
    written = {
        name: base64.urlsafe_b64encode(b"\0" + getattr(numbers, name).to_bytes(256).lstrip(b"\0"))
        for name in names
    }
    kind = {"kty": "EC", "crv": "P-256"} if names == ("x", "y") else {"kty": "RSA"}
    return kind | {name: value.decode().rstrip("=") for name, value in written.items()}


def did(*methods: dict[str, Any]) -> bytes:
    return json.dumps({"id": "did:web:example.org", "verificationMethod": list(methods)}).encode()


def test_our_own_list_is_read_back_by_who_has_the_list_key(es256: Country, ps256: Country) -> None:
    text = sign_list(published(es256, ps256), key=LIST_KEY)
    read = read_list(text.encode() + b"\n", list_keys=[LIST_KEY.public_key()])
    assert (read.sequence, read.issued_at, read.next_update_at) == (7, ISSUED, NEXT)
    assert list(read.signers) == [SignerCertificate.of(each.certificate) for each in (es256, ps256)]
    assert read.refused == ()
    assert believed(read, es256, ps256)


def test_a_row_holds_what_a_browser_needs(es256: Country) -> None:
    (row,) = published(es256)["signers"]
    assert row == {
        "kid": b64(es256.signer.kid),
        "spki": b64(SignerCertificate.of(es256.certificate).public_key_info),
        "alg": "ES256",
        "usage": ["v"],
        "not_before": "2026-01-01T00:00:00Z",
        "not_after": "2028-01-01T00:00:00Z",
        "country": "VN",
    }


@pytest.mark.parametrize("at", [5, 60, -5])
def test_a_list_that_was_changed_is_refused(es256: Country, at: int) -> None:
    text = sign_list(published(es256), key=LIST_KEY)
    letter = "A" if text[at] != "A" else "B"
    end = text[at + 1 :] if at != -1 else ""
    with pytest.raises(CertificateError):
        open_list(text[:at] + letter + end, keys=[LIST_KEY.public_key()])


def test_a_list_that_another_key_signed_is_refused(es256: Country) -> None:
    text = sign_list(published(es256), key=ec.generate_private_key(ec.SECP256R1()))
    with pytest.raises(CertificateError) as refused:
        read_list(text.encode(), list_keys=[LIST_KEY.public_key()])
    assert refused.value.reason is Reason.LIST_SIGNATURE_WRONG


def test_a_list_that_names_no_algorithm_of_ours_is_refused(es256: Country) -> None:
    _, content, signature = sign_list(published(es256), key=LIST_KEY).split(".")
    header = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    with pytest.raises(CertificateError) as refused:
        open_list(f"{header}.{content}.{signature}", keys=[LIST_KEY.public_key()])
    assert refused.value.reason is Reason.ALGORITHM_NOT_ALLOWED


def test_only_p_256_signs_lists() -> None:
    with pytest.raises(CertificateError):
        sign_list({}, key=ec.generate_private_key(ec.SECP384R1()))


def test_certificates_are_read_from_files_and_folders(
    es256: Country, ps256: Country, tmp_path: Path
) -> None:
    (tmp_path / "a.der").write_bytes(der(es256))
    (tmp_path / "deep").mkdir()
    pem = es256.certificate.public_bytes(Encoding.PEM) + ps256.certificate.public_bytes(
        Encoding.PEM
    )
    (tmp_path / "deep" / "both.pem").write_bytes(b"Two certificates:\n" + pem)
    (tmp_path / "note.txt").write_text("nothing", encoding="ascii")
    read = read_path(tmp_path)
    assert len(read.signers) == 3
    assert read.refused == (RefusedEntry("note.txt", Reason.SIGNER_CERTIFICATE_WRONG),)
    assert believed(read, es256, ps256)
    assert believed(read_path(tmp_path / "a.der"), es256)
    assert believed(read_list(b64(der(es256)).encode() + b"\n"), es256)
    assert believed(read_path(tmp_path / "deep" / "both.pem"), es256, ps256)


def test_a_list_of_the_eu_gateway_is_read_and_each_bad_row_named(
    es256: Country, ps256: Country
) -> None:
    rows = [
        {"kid": b64(es256.signer.kid), "country": "VN", "rawData": b64(der(es256))},
        {"kid": "AAAA", "certificateType": "CSCA", "rawData": b64(der(ps256))},
        {"kid": "BBBB", "rawData": b64(der(ps256)[:80])},
        {"kid": "CCCC"},
        17,
        b64(der(ps256)),
    ]
    plain = json.dumps(rows).encode()
    german = b"MEUCIQDx5f+/==\n" + json.dumps({"certificates": rows}).encode()
    for content in (plain, german, b"\xef\xbb\xbf" + plain):
        read = read_list(content)
        assert believed(read, es256, ps256)
        assert read.refused == (
            RefusedEntry("AAAA", Reason.NOT_A_SIGNER),
            RefusedEntry("BBBB", Reason.SIGNER_CERTIFICATE_WRONG),
            RefusedEntry("CCCC", Reason.LIST_WRONG),
            RefusedEntry("5", Reason.LIST_WRONG),
        )


def test_a_list_may_call_a_certificate_by_a_kid_of_its_own(es256: Country) -> None:
    row = {"kid": b64(b"own name"), "rawData": b64(der(es256))}
    (signer,) = read_list(json.dumps([row]).encode()).signers
    assert signer.kid == b"own name"


def test_a_list_of_the_who_is_read_by_certificate_or_by_bare_key(
    es256: Country, ps256: Country
) -> None:
    place = "did:web:example.org:v2:trustlist:DCC:XXA"
    kids = [b64(each.signer.kid) for each in (es256, ps256)]
    certified = [
        {"id": f"{place}:DSC#x", "publicKeyJwk": {"kid": kid, "x5c": [b64(der(each)), "root"]}}
        for kid, each in zip(kids, (es256, ps256), strict=True)
    ]
    bare = [
        {"id": f"{place}:DSC#" + kid.replace("=", "%3D"), "publicKeyJwk": jwk(each)}
        for kid, each in zip(kids, (es256, ps256), strict=True)
    ]
    root = {"id": f"{place}:SCA#root", "publicKeyJwk": certified[0]["publicKeyJwk"]}
    odd = {"id": f"{place}:DSC#AAAA", "publicKeyJwk": {"kty": "EC", "crv": "UNKNOWN CURVE"}}
    for methods in (certified, bare):
        read = read_list(did(root, *methods, odd, {"id": 5}))
        assert believed(read, es256, ps256)
        assert [each.reason for each in read.refused] == [
            Reason.NOT_A_SIGNER,
            Reason.SIGNER_CERTIFICATE_WRONG,
            Reason.LIST_WRONG,
        ]


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[", b"5", b'{"format": "sotiem-trust-list-1"}', b"[" * 100_000, b"eyJ.a.b"],
)
def test_what_is_no_list_is_refused_as_a_whole(content: bytes) -> None:
    with pytest.raises(CertificateError) as refused:
        read_list(content)
    assert refused.value.reason is Reason.LIST_WRONG


def test_a_signer_of_nothing_we_know_is_not_published(es256: Country) -> None:
    own = SignerCertificate.of(es256.certificate)
    foreign = replace(own, usages=frozenset({"1.3.6.1.5.5.7.3.2"}))
    unfit = replace(own, algorithm=None)
    content = own_list([foreign, unfit, own], sequence=1, issued_at=ISSUED, next_update_at=NEXT)
    assert len(content["signers"]) == 1


def test_the_difference_of_two_lists_names_who_came_who_went_and_who_changed(
    es256: Country, ps256: Country
) -> None:
    stays, goes = (SignerCertificate.of(each.certificate) for each in (es256, ps256))
    comes = SignerCertificate.of(make_country(Algorithm.ES256).certificate)
    longer = replace(stays, valid_until=datetime(2030, 1, 1, tzinfo=UTC))
    found = difference([stays, goes], [longer, comes])
    assert (found.added, found.removed) == ((comes,), (goes,))
    assert found.changed == ((stays, longer),)
    assert difference([stays, goes], [goes, stays]) == ((), (), ())


def test_a_signer_for_any_event_is_published_for_all_three(es256: Country) -> None:
    own = replace(SignerCertificate.of(es256.certificate), usages=frozenset())
    content = own_list([own], sequence=1, issued_at=ISSUED, next_update_at=NEXT)
    read = read_list(json.dumps(content).encode())
    assert read.signers[0].kinds == tuple(EventKind)
    assert (read.signers[0].valid_from, read.signers[0].valid_until) == (FROM, UNTIL)


def test_a_list_says_in_whose_form_it_is_written(es256: Country, tmp_path: Path) -> None:
    (tmp_path / "a.der").write_bytes(der(es256))
    row = {"rawData": b64(der(es256))}
    method = {"id": "did:web:x:DSC#AAAA", "publicKeyJwk": {"x5c": [b64(der(es256))]}}
    ours = sign_list(published(es256), key=LIST_KEY).encode()
    read = [
        read_list(ours),
        read_list(json.dumps([row]).encode()),
        read_list(did(method)),
        read_path(tmp_path),
    ]
    assert [each.form for each in read] == list(Form)
    assert [each.signers[0].certificate for each in read] == [b"", *[der(es256)] * 3]


def test_a_list_of_ours_that_nobody_signed_is_refused_where_a_key_is_known(es256: Country) -> None:
    content = json.dumps(published(es256)).encode()
    assert read_list(content).sequence == 7
    with pytest.raises(CertificateError) as refused:
        read_list(content, list_keys=[LIST_KEY.public_key()])
    assert refused.value.reason is Reason.LIST_SIGNATURE_WRONG


def test_a_list_longer_than_any_list_of_signers_is_refused(
    es256: Country, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trust_lists, "MOST_ENTRIES", 2)
    bundle = es256.certificate.public_bytes(Encoding.PEM)
    for number in range(3):
        (tmp_path / f"{number}.pem").write_bytes(bundle)
    reads: list[Callable[[], PublishedList]] = [
        lambda: read_list(3 * bundle),
        lambda: read_path(tmp_path),
    ]
    for read in reads:
        with pytest.raises(CertificateError) as refused:
            read()
        assert refused.value.reason is Reason.LIST_TOO_LONG
    assert len(read_list(2 * bundle).signers) == 2


@pytest.mark.parametrize("number", [-1, 2**53, 1.5, "7", None])
def test_a_number_that_no_database_or_browser_holds_is_none(number: object) -> None:
    with pytest.raises(CertificateError) as refused:
        read_list(json.dumps({**published(), "seq": number}).encode())
    assert refused.value.reason is Reason.LIST_WRONG
