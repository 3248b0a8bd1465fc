"""A certificate that was issued is believed, and nothing else is."""

import itertools
from dataclasses import replace
from datetime import date, datetime, timedelta

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certificate_format import (
    CertificateError,
    CertificatePayload,
    Outcome,
    PersonName,
    Reason,
    Step,
    TrustList,
    issue,
    issue_many,
    new_uci,
)
from certificate_format.products import GENERIC_PROPHYLAXIS, INACTIVE_CODES, PRODUCTS
from certificate_format.revocation import signature_hash
from tests.certificate_format.building import (
    ENTRY,
    EXPIRES_AT,
    FROM,
    ISSUED_AT,
    NOW,
    PAYLOAD,
    UNTIL,
    Country,
    as_message,
    as_text,
    failure,
    payload_with,
)

GIVEN_TODAY = [product for product in PRODUCTS if product.product not in INACTIVE_CODES]
WORDS = st.text(st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạ"), min_size=1, max_size=8)


@st.composite
def payloads(draw: st.DrawFn) -> CertificatePayload:
    product = draw(st.sampled_from(GIVEN_TODAY))
    born = draw(st.dates(date(1900, 1, 1), date(2026, 1, 1))).isoformat()
    entry = replace(
        ENTRY,
        product=product.product,
        maker=product.maker,
        prophylaxis=draw(st.sampled_from([product.prophylaxis, GENERIC_PROPHYLAXIS])),
        dose_number=draw(st.integers(1, 9)),
        series_doses=draw(st.integers(1, 9)),
        given_on=draw(st.dates(date(2021, 1, 1), date(2026, 2, 28))),
    )
    name = PersonName.of(family=draw(WORDS), given=" ".join(draw(st.lists(WORDS, max_size=4))))
    return CertificatePayload(name, born[: draw(st.sampled_from([0, 4, 7, 10]))], entry)


@settings(deadline=None, derandomize=True, max_examples=60)
@given(payload=payloads())
@pytest.mark.parametrize("algorithm", ["es256", "ps256"])
def test_what_was_issued_is_read_back(
    request: pytest.FixtureRequest, algorithm: str, payload: CertificatePayload
) -> None:
    country: Country = request.getfixturevalue(algorithm)
    judgement = country.judge(country.issue(payload))
    assert judgement.is_valid
    assert judgement.payload == payload


def test_a_judgement_tells_all_that_was_signed(country: Country) -> None:
    issued = issue(
        PAYLOAD,
        signer=country.signer,
        issuer="VN",
        issued_at=ISSUED_AT,
        expires_at=EXPIRES_AT,
    )
    judgement = country.judge(issued.text)
    assert [verdict.step for verdict in judgement.verdicts] == list(Step)
    assert (judgement.kid, judgement.signature_hash) == (issued.kid, issued.signature_hash)
    assert (judgement.issued_at, judgement.expires_at) == (ISSUED_AT, EXPIRES_AT)
    assert judgement.issuer == "VN"
    assert (len(issued.kid), len(issued.signature_hash)) == (8, 16)


def test_many_certificates_can_be_signed_in_one_call(es256: Country) -> None:
    class Module:
        """A hardware module that counts how often it is asked."""

        calls = 0
        kid, algorithm = es256.signer.kid, es256.signer.algorithm
        valid_from, valid_until = es256.signer.valid_from, es256.signer.valid_until

        def sign(self, message: bytes) -> bytes:
            raise AssertionError("asked one by one")

        def sign_many(self, messages: list[bytes]) -> list[bytes]:
            self.calls += 1
            return [es256.signer.sign(message) for message in messages]

    module = Module()
    payloads = [payload_with(dose_number=number) for number in (1, 2, 3)]
    issued = issue_many(
        payloads, signer=module, issuer="VN", issued_at=ISSUED_AT, expires_at=EXPIRES_AT
    )
    assert module.calls == 1
    assert [es256.judge(one.text).payload for one in issued] == payloads


def test_one_flipped_bit_of_the_signed_message_never_verifies(es256: Country) -> None:
    message = as_message(es256.issue(PAYLOAD))
    for bit in range(len(message) * 8):
        flipped = bytearray(message)
        flipped[bit // 8] ^= 1 << bit % 8
        judgement = es256.judge(as_text(bytes(flipped)))
        assert not judgement.is_signed, f"bit {bit}"
        assert judgement.payload is None


def test_one_flipped_bit_of_the_text_never_changes_what_is_believed(country: Country) -> None:
    text = country.issue(PAYLOAD)
    message, believed = as_message(text), 0
    for bit in range(len(text) * 7):
        character = chr(ord(text[bit // 7]) ^ 1 << bit % 7)
        changed = text[: bit // 7] + character + text[bit // 7 + 1 :]
        if country.judge(changed).is_signed:
            # Deflate pads its last byte with up to seven bits that carry nothing.
            assert as_message(changed) == message
            believed += 1
    assert believed <= 7


def test_a_changed_birth_date_breaks_the_signature(country: Country) -> None:
    message = as_message(country.issue(PAYLOAD))
    assert message.count(b"1984-07-09") == 1
    changed = as_text(message.replace(b"1984-07-09", b"1984-09-07"))
    assert failure(country.judge(changed)) == (Step.SIGNATURE, Reason.SIGNATURE_WRONG)


def test_the_exchange_of_any_two_values_breaks_the_signature(country: Country) -> None:
    tag = cbor2.loads(as_message(country.issue(PAYLOAD)))
    protected, unprotected, payload, signature = tag.value
    claims = cbor2.loads(payload)
    fields = claims[-260][1]
    places = [(claims, key) for key in (1, 4, 6)]
    for group in (fields, fields["nam"], fields["v"][0]):
        places += [
            (group, key) for key, value in group.items() if not isinstance(value, dict | list)
        ]
    exchanged = 0
    for (one, key), (other, name) in itertools.combinations(places, 2):
        if one[key] == other[name]:
            continue
        one[key], other[name] = other[name], one[key]
        forged = cbor2.CBORTag(18, [protected, unprotected, cbor2.dumps(claims), signature])
        assert failure(country.judge(as_text(cbor2.dumps(forged)))) in (
            (Step.SIGNATURE, Reason.SIGNATURE_WRONG),
            (Step.CBOR, Reason.CLAIMS_WRONG),  # a name where a point in time belongs
        )
        one[key], other[name] = other[name], one[key]
        exchanged += 1
    assert exchanged > 150


def test_the_signature_of_another_certificate_does_not_fit(country: Country) -> None:
    first = cbor2.loads(as_message(country.issue(PAYLOAD))).value
    second = cbor2.loads(as_message(country.issue(payload_with(dose_number=2)))).value
    forged = cbor2.CBORTag(18, [*first[:3], second[3]])
    assert failure(country.judge(as_text(cbor2.dumps(forged)))) == (
        Step.SIGNATURE,
        Reason.SIGNATURE_WRONG,
    )


def test_a_stranger_is_not_believed(es256: Country, ps256: Country) -> None:
    judgement = es256.judge(ps256.issue(PAYLOAD))
    assert failure(judgement) == (Step.SIGNATURE, Reason.SIGNER_UNKNOWN)
    assert judgement.kid == ps256.signer.kid
    assert judgement.payload is None
    assert judgement.verdict(Step.WINDOW).outcome is Outcome.NOT_REACHED


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (ISSUED_AT - timedelta(seconds=1), Reason.NOT_YET_VALID),
        (EXPIRES_AT, Reason.EXPIRED),
        (UNTIL + timedelta(days=1), Reason.EXPIRED),
    ],
)
def test_a_certificate_holds_only_within_its_window(
    es256: Country, at: datetime, reason: Reason
) -> None:
    judgement = es256.judge(es256.issue(PAYLOAD), at)
    assert failure(judgement) == (Step.WINDOW, reason)
    assert judgement.is_signed
    assert judgement.payload == PAYLOAD, "what an expired certificate says can still be shown"


@pytest.mark.parametrize("at", [ISSUED_AT, EXPIRES_AT - timedelta(seconds=1)])
def test_a_certificate_holds_from_its_first_to_its_last_second(
    es256: Country, at: datetime
) -> None:
    assert es256.judge(es256.issue(PAYLOAD), at).is_valid


@pytest.mark.parametrize(
    ("issued_at", "expires_at", "reason"),
    [
        (ISSUED_AT, UNTIL + timedelta(seconds=1), Reason.OUTSIDE_SIGNER_VALIDITY),
        (FROM - timedelta(seconds=1), EXPIRES_AT, Reason.OUTSIDE_SIGNER_VALIDITY),
        (ISSUED_AT, ISSUED_AT, Reason.WINDOW_EMPTY),
    ],
)
def test_no_certificate_outlives_its_signer(
    es256: Country, issued_at: datetime, expires_at: datetime, reason: Reason
) -> None:
    with pytest.raises(CertificateError) as refused:
        issue(
            PAYLOAD,
            signer=es256.signer,
            issuer="VN",
            issued_at=issued_at,
            expires_at=expires_at,
        )
    assert refused.value.reason is reason


def test_a_time_without_a_zone_is_a_mistake_of_the_caller(es256: Country) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        es256.judge("HC1:", naive)
    with pytest.raises(ValueError, match="time zone"):
        issue(PAYLOAD, signer=es256.signer, issuer="VN", issued_at=naive, expires_at=EXPIRES_AT)


def test_a_line_end_from_a_clipboard_does_no_harm(es256: Country) -> None:
    assert es256.judge(es256.issue(PAYLOAD) + "\r\n").is_valid


def test_every_issue_has_an_identifier_of_its_own() -> None:
    assert len({new_uci() for _ in range(1000)}) == 1000


def test_the_revocation_hash_of_es256_looks_only_at_r(es256: Country) -> None:
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    protected, unprotected, payload, signature = cbor2.loads(as_message(es256.issue(PAYLOAD))).value
    twin = signature[:32] + (order - int.from_bytes(signature[32:], "big")).to_bytes(32, "big")
    judgement = es256.judge(
        as_text(cbor2.dumps(cbor2.CBORTag(18, [protected, unprotected, payload, twin])))
    )
    assert judgement.is_valid, "(r, n - s) is a valid signature as well"
    assert judgement.signature_hash == signature_hash(es256.signer.algorithm, signature)


def test_the_revocation_hash_of_ps256_looks_at_all(ps256: Country) -> None:
    one, other = b"\x01" * 256, b"\x01" * 255 + b"\x02"
    assert signature_hash(ps256.signer.algorithm, one) != signature_hash(
        ps256.signer.algorithm, other
    )


def test_an_empty_trust_list_believes_nobody(es256: Country) -> None:
    country = replace(es256, trust=TrustList([]))
    assert failure(country.judge(es256.issue(PAYLOAD))) == (Step.SIGNATURE, Reason.SIGNER_UNKNOWN)
