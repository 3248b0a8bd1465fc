"""Whatever stands in a QR code, the answer is a judgement."""

import json
import random
import zlib
from datetime import UTC, datetime

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_format import CertificateError, Reason, Step, base45, cbor, cose, hcert
from certificate_format.report import report
from tests.certificate_format.building import (
    PAYLOAD,
    Country,
    as_message,
    as_text,
    claims_with,
    failure,
    sign,
)

STEADY = settings(deadline=None, derandomize=True, max_examples=300)
INTEGERS = st.integers(-(2**64), 2**64 - 1)  # larger ones need a tag, which is refused
ANY_CBOR = st.recursive(
    st.none() | st.booleans() | INTEGERS | st.floats() | st.text() | st.binary(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.integers(-300, 70) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=12,
)


@STEADY
@given(st.text(max_size=300) | st.text(base45.ALPHABET, max_size=300).map("HC1:{}".format))
def test_any_text_gets_a_judgement(es256: Country, text: str) -> None:
    assert not es256.judge(text).is_valid


@STEADY
@given(st.binary(max_size=300))
def test_any_bytes_get_a_judgement(es256: Country, data: bytes) -> None:
    assert not es256.judge(as_text(data)).is_valid
    assert not es256.judge("HC1:" + base45.encode(data)).is_valid


@STEADY
@given(ANY_CBOR)
def test_any_signed_claims_get_a_judgement(es256: Country, value: object) -> None:
    assert not es256.judge(as_text(sign(es256, value))).is_valid
    assert not es256.judge(as_text(sign(es256, claims_with({"v": [value], "nam": value})))).is_valid
    assert not es256.judge(as_text(cbor2.dumps(cbor2.CBORTag(18, value)))).is_valid


@STEADY
@given(ANY_CBOR)
def test_whatever_is_said_can_be_told_as_json(es256: Country, value: object) -> None:
    odd = [
        value,
        float("nan"),
        cbor2.undefined,
        cbor2.CBORTag(999, value),
        cbor2.CBORSimpleValue(9),
    ]
    fields = {"v": [{"dt": value, "odd": odd}], 5: value, b"key": datetime(2026, 1, 1, tzinfo=UTC)}
    judgement = es256.judge(as_text(sign(es256, claims_with(fields))))
    assert judgement.unproven is not None
    told = json.dumps(report(judgement), allow_nan=False)
    assert json.loads(told)["payload"]["6b6579"] == "2026-01-01T00:00:00+00:00"


@STEADY
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_in_one_way(data: bytes) -> None:
    for read in (cbor.decode, cose.decode, hcert.decode_claims, hcert.inflate):
        try:
            read(data)
        except CertificateError as error:
            assert error.reason in Reason


def test_mutilated_messages_are_never_believed(country: Country) -> None:
    chance = random.Random(20260601)
    message = as_message(country.issue(PAYLOAD))
    for _ in range(1500):
        mutilated = bytearray(message)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(mutilated))
            action = chance.choice(("set", "drop", "double"))
            if action == "set":
                mutilated[at] = (mutilated[at] + chance.randint(1, 255)) % 256
            elif action == "drop":
                del mutilated[at]
            else:
                mutilated.insert(at, mutilated[at])
        if bytes(mutilated) != message:
            assert not country.judge(as_text(bytes(mutilated))).is_signed


def test_a_text_cut_off_anywhere_is_never_believed(country: Country) -> None:
    text = country.issue(PAYLOAD)
    for end in range(len(text)):
        assert not country.judge(text[:end]).is_signed


def test_a_message_cut_off_anywhere_is_never_believed(es256: Country) -> None:
    message = as_message(es256.issue(PAYLOAD))
    for end in range(len(message)):
        assert failure(es256.judge(as_text(message[:end])))


def test_a_text_longer_than_any_qr_code_is_not_looked_at(es256: Country) -> None:
    assert failure(es256.judge("HC1:" + "A" * 4293)) == (Step.PREFIX, Reason.TEXT_TOO_LONG)
    assert failure(es256.judge("HC1:" + "A" * 4292)) == (Step.BASE45, Reason.BASE45_WRONG)


@pytest.mark.parametrize("text", ["", "HC2:ABC", "hc1:ABC", " HC1:ABC", "https://example.vn"])
def test_other_texts_are_not_certificates(es256: Country, text: str) -> None:
    assert failure(es256.judge(text)) == (Step.PREFIX, Reason.PREFIX_MISSING)


def test_a_zip_bomb_stops_early(es256: Country) -> None:
    bomb = zlib.compress(bytes(2_000_000), 9)
    assert len(bomb) < 2500
    assert failure(es256.judge("HC1:" + base45.encode(bomb))) == (
        Step.INFLATE,
        Reason.INFLATE_TOO_LARGE,
    )


def test_the_inflated_size_is_limited_exactly() -> None:
    limit = hcert.MAX_INFLATED
    assert len(hcert.inflate(zlib.compress(bytes(limit)))) == limit
    with pytest.raises(CertificateError) as refused:
        hcert.inflate(zlib.compress(bytes(limit + 1)))
    assert refused.value.reason is Reason.INFLATE_TOO_LARGE


def test_bytes_behind_the_compressed_message_are_refused(es256: Country) -> None:
    packed = zlib.compress(as_message(es256.issue(PAYLOAD))) + b"\x00"
    assert failure(es256.judge("HC1:" + base45.encode(packed))) == (
        Step.INFLATE,
        Reason.TRAILING_BYTES,
    )


def test_bytes_behind_the_message_are_refused(es256: Country) -> None:
    message = as_message(es256.issue(PAYLOAD)) + b"\x00"
    assert failure(es256.judge(as_text(message))) == (Step.CBOR, Reason.TRAILING_BYTES)


@pytest.mark.parametrize("opening", [b"\x81", b"\x9f", b"\xc6", b"\xd9\xd9\xf7", b"\xa1\x01"])
def test_deep_nesting_is_refused(opening: bytes) -> None:
    with pytest.raises(CertificateError) as refused:
        cbor.decode(opening * 20_000 + b"\x01")
    assert refused.value.reason is Reason.CBOR_WRONG


def test_the_depth_of_nesting_is_limited_exactly() -> None:
    cbor.decode(b"\x81" * 16 + b"\x01")
    with pytest.raises(CertificateError):
        cbor.decode(b"\x81" * 17 + b"\x01")


def test_a_key_that_stands_twice_is_refused() -> None:
    with pytest.raises(CertificateError) as refused:
        cbor.decode(b"\xa2\x01\x02\x01\x03")
    assert refused.value.reason is Reason.CBOR_WRONG


@pytest.mark.parametrize(
    "data",
    [
        bytes.fromhex("c249010000000000000000"),  # a big number
        bytes.fromhex("c482181e01"),  # a decimal fraction
        bytes.fromhex("d82363612b24"),  # a pattern
        bytes.fromhex("d81c81d81d00"),  # a list that holds itself
        bytes.fromhex("d9010281d90102820102"),  # sets
    ],
)
def test_values_that_no_certificate_needs_are_refused(data: bytes) -> None:
    with pytest.raises(CertificateError):
        cbor.decode(data)


def test_the_error_tells_nothing_of_the_person(es256: Country) -> None:
    with pytest.raises(CertificateError) as refused:
        hcert.decode_claims(cbor2.dumps({1: "Nguyễn Thị Đào"}))
    assert str(refused.value) == "claims_wrong"
