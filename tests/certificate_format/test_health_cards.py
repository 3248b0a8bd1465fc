"""SMART Health Cards: signed, read back by us and by another library, and by nobody if changed."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey
from PIL import Image

from certificate_format import CertificateError, Reason, qr
from certificate_format.health_card_codes import MOST_IN_ONE_CODE, to_qr_texts
from certificate_format.health_card_keys import key_id, keys_in, public_jwk
from certificate_format.health_cards import (
    ICD_11,
    MAX_INFLATED,
    CardDose,
    CardHolder,
    HealthCard,
    judge_card,
    read_card,
    sign_card,
)
from certificate_format.products import ICD_11_CODES, PRODUCTS
from certificate_format.signed_list import from_base64, to_base64url
from tests.certificate_format.building import Country

FROM = datetime(2026, 3, 1, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
CARD = HealthCard(
    issuer="https://sotiem.example/shc",
    holder=CardHolder("Nguyễn", "Thị Đào", "1984-07-09"),
    doses=(
        CardDose(ICD_11, "XM4YL8", date(2026, 1, 10), "ABW123", "Trạm y tế An Phú"),
        CardDose(ICD_11, "XM8NQ0", date(2026, 2, 14), "FK45"),
    ),
    valid_from=FROM,
    expires_at=FROM + timedelta(days=365),
    revocation_id="Zm9vYmFy",
)


def key_of(country: Country) -> ec.EllipticCurvePublicKey:
    key = country.private_key.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return key


def signed(country: Country, card: HealthCard = CARD) -> str:
    return sign_card(card, signer=country.signer, kid=key_id(key_of(country)))


def read(country: Country, text: str, at: datetime = NOW) -> HealthCard:
    return read_card(text, keys={key_id(key_of(country)): key_of(country)}, at=at)


def forged(country: Country, header: Mapping[str, object], packed: bytes) -> str:
    head = to_base64url(json.dumps(header).encode())
    text = f"{head}.{to_base64url(packed)}"
    return f"{text}.{to_base64url(country.signer.sign(text.encode()))}"


def deflated(content: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packing.compress(content) + packing.flush()


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        replace(CARD, expires_at=None, revocation_id="", is_covid=False),
        replace(CARD, holder=CardHolder("H'Hen", "", "1984")),
    ],
)
def test_what_was_signed_is_read_back(es256: Country, card: HealthCard) -> None:
    text = signed(es256, card)
    assert read(es256, text) == card
    (code,) = to_qr_texts(text)
    assert read(es256, code) == card


def test_another_library_verifies_it_and_finds_the_bundle(es256: Country) -> None:
    listed = public_jwk(key_of(es256))
    key = ECKey.import_key(dict(listed))
    assert key.thumbprint() == listed["kid"]
    registry = jws.JWSRegistry(strict_check_header=False)
    found = jws.deserialize_compact(signed(es256), key, registry=registry)
    assert found.headers() == {"zip": "DEF", "alg": "ES256", "kid": listed["kid"]}
    content: dict[str, Any] = json.loads(zlib.decompress(found.payload, -15))
    bundle = content["vc"]["credentialSubject"]["fhirBundle"]
    resources = [entry["resource"] for entry in bundle["entry"]]
    assert [each["resourceType"] for each in resources] == [
        "Patient",
        "Immunization",
        "Immunization",
    ]
    assert resources[0]["name"] == [{"family": "Nguyễn", "given": ["Thị", "Đào"]}]
    assert resources[1]["vaccineCode"]["coding"] == [{"system": ICD_11, "code": "XM4YL8"}]
    assert content["nbf"] == int(FROM.timestamp())


def test_its_qr_code_is_read_back(es256: Country) -> None:
    (text,) = to_qr_texts(signed(es256))
    assert qr.read(qr.png(text)) == text
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    assert read(es256, zxingcpp.read_barcodes(drawn.to_image())[0].text) == CARD


def test_the_longest_card_of_one_code_takes_version_22() -> None:
    (text,) = to_qr_texts("z" * MOST_IN_ONE_CODE)
    assert side_of(text) == 17 + 4 * 22
    assert [len(each) for each in to_qr_texts("z" * 1300)] == [9 + 2 * 650] * 2


def side_of(text: str) -> int:
    """Modules of a side, without the quiet zone of four on either."""
    picture = Image.open(BytesIO(qr.png(text, module_pixels=1)))
    return picture.width - 8


def test_a_long_card_is_read_from_its_codes_in_any_order(es256: Country) -> None:
    doses = tuple(
        replace(
            CARD.doses[0], lot_number=f"{number * 7919 % 100_003:05}", performer=f"Trạm {number}"
        )
        for number in range(40)
    )
    long = replace(CARD, doses=doses)
    codes = to_qr_texts(signed(es256, long))
    assert len(codes) > 1
    assert read(es256, "\n".join(reversed(codes))) == long
    for some in (codes[:1], [*codes[:-1], codes[0]]):
        with pytest.raises(CertificateError) as refused:
            read(es256, "".join(some))
        assert refused.value.reason is Reason.CODES_MISSING


def test_what_a_stranger_signed_is_told_as_unproven(es256: Country) -> None:
    told = judge_card(signed(es256), keys={}, at=NOW)
    assert (told.unproven, told.card, told.is_signed) == (CARD, None, False)
    assert told.kid == key_id(key_of(es256))


def test_a_list_of_keys_is_read_back_and_names_each_key_right(es256: Country) -> None:
    listed = public_jwk(key_of(es256))
    found = keys_in({"keys": [listed, {"kty": "RSA"}]})
    assert read_card(signed(es256), keys=found, at=NOW) == CARD
    for wrong in ({**listed, "kid": "other"}, {**listed, "x": "AAAA"}, {**listed, "y": 5}):
        with pytest.raises(CertificateError):
            keys_in({"keys": [wrong]})
    with pytest.raises(CertificateError):
        keys_in({})


def test_any_changed_character_breaks_it(es256: Country) -> None:
    text = signed(es256)
    for at in range(0, len(text), 3):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        # The last character of each part carries bits that stand for nothing.
        if at + 1 < len(text) and text[at + 1] != ".":
            with pytest.raises(CertificateError):
                read(es256, changed)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (FROM - timedelta(seconds=1), Reason.NOT_YET_VALID),
        (FROM + timedelta(days=365), Reason.EXPIRED),
    ],
)
def test_it_holds_only_within_its_window(es256: Country, at: datetime, reason: Reason) -> None:
    with pytest.raises(CertificateError) as refused:
        read(es256, signed(es256), at)
    assert refused.value.reason is reason


def test_a_stranger_is_not_believed(es256: Country) -> None:
    with pytest.raises(CertificateError) as refused:
        read_card(signed(es256), keys={}, at=NOW)
    assert refused.value.reason is Reason.SIGNER_UNKNOWN


def test_only_es256_signs_cards(ps256: Country) -> None:
    with pytest.raises(CertificateError) as refused:
        sign_card(CARD, signer=ps256.signer, kid="any")
    assert refused.value.reason is Reason.ALGORITHM_DOES_NOT_FIT_KEY


@pytest.mark.parametrize(
    ("header", "packed", "reason"),
    [
        ({"alg": "none"}, b"{}", Reason.ALGORITHM_NOT_ALLOWED),
        ({"zip": None}, b"{}", Reason.ALGORITHM_NOT_ALLOWED),
        ({"crit": ["x"]}, b"{}", Reason.ALGORITHM_NOT_ALLOWED),
        ({"kid": None}, b"{}", Reason.KID_MISSING),
        ({"kid": 5}, b"{}", Reason.SIGNER_UNKNOWN),
        ({}, b"{}", Reason.FIELD_WRONG),
        ({}, b"[]", Reason.CLAIMS_WRONG),
        ({}, b"{", Reason.CLAIMS_WRONG),
        ({}, b"[" * 50_000, Reason.CLAIMS_WRONG),
        ({}, bytes(MAX_INFLATED + 1), Reason.INFLATE_TOO_LARGE),
    ],
)
def test_what_is_no_card_is_refused_though_signed(
    es256: Country, header: dict[str, object], packed: bytes, reason: Reason
) -> None:
    usual = {"zip": "DEF", "alg": "ES256", "kid": key_id(key_of(es256))}
    with pytest.raises(CertificateError) as refused:
        read(es256, forged(es256, usual | header, deflated(packed)))
    assert refused.value.reason is reason


@pytest.mark.parametrize(
    "text",
    [
        *("", "shc:/", "shc:/1", "shc:/٣٣", "HC1:", "eyJ.a", "shc:/" + "1" * 40_000),
        *("shc:/1/1/", "shc:/1/2/11", "shc:/2/1/11", "shc:/1/2/11shc:/1/2/11", "shc:/1/x"),
    ],
)
def test_other_texts_are_not_cards(es256: Country, text: str) -> None:
    with pytest.raises(CertificateError):
        read(es256, text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["vc", "entry", "name", "nbf", "type"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@settings(deadline=None, derandomize=True, max_examples=200)
@given(value=JSON, place=st.integers(0, 6))
def test_any_content_is_read_or_refused_in_one_way(
    es256: Country, value: object, place: int
) -> None:
    content = json.loads(zlib.decompress(from_base64(signed(es256).split(".")[1]), -15))
    bundle = content["vc"]["credentialSubject"]["fhirBundle"]
    places: list[tuple[Any, Any]] = [
        (content, "vc"),
        (content, "nbf"),
        (content, "exp"),
        (bundle, "entry"),
        (bundle["entry"], 0),
        (bundle["entry"][0]["resource"], "name"),
        (bundle["entry"][1]["resource"], "vaccineCode"),
    ]
    holder, key = places[place]
    holder[key] = value
    usual = {"zip": "DEF", "alg": "ES256", "kid": key_id(key_of(es256))}
    try:
        read(es256, forged(es256, usual, deflated(json.dumps(content).encode())))
    except CertificateError as error:
        assert error.reason in Reason


def test_every_vaccine_given_in_viet_nam_has_a_code_of_the_who() -> None:
    assert ICD_11_CODES.keys() <= {product.product for product in PRODUCTS}
    assert len(set(ICD_11_CODES.values())) == len(ICD_11_CODES) == 10
