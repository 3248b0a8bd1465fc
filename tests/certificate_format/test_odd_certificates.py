"""Certificates as other countries really made them, and as nobody may make them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import cbor2
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from certificate_format import (
    Algorithm,
    EventKind,
    Outcome,
    Reason,
    SignerCertificate,
    Step,
    TrustList,
    cose,
)
from tests.certificate_format.building import (
    ALG,
    EXPIRES_AT,
    ISSUED_AT,
    KID,
    PAYLOAD,
    UNTIL,
    Country,
    as_message,
    as_text,
    claims_with,
    failure,
    fields_with,
    make_country,
    sign,
)


def test_a_kid_only_in_the_unprotected_header_is_found(country: Country) -> None:
    message = sign(
        country,
        claims_with(),
        protected={ALG: int(country.signer.algorithm)},
        unprotected={KID: country.signer.kid},
    )
    assert country.judge(as_text(message)).is_valid


def test_the_protected_kid_wins_over_the_unprotected_one(country: Country) -> None:
    good, wrong = country.signer.kid, b"\x00" * 8
    alg = int(country.signer.algorithm)
    believed = sign(
        country, claims_with(), protected={ALG: alg, KID: good}, unprotected={KID: wrong}
    )
    refused = sign(
        country, claims_with(), protected={ALG: alg, KID: wrong}, unprotected={KID: good}
    )
    assert country.judge(as_text(believed)).is_valid
    assert failure(country.judge(as_text(refused))) == (Step.SIGNATURE, Reason.SIGNER_UNKNOWN)


def test_the_issuer_alone_never_finds_a_key(country: Country) -> None:
    message = sign(country, claims_with(), protected={ALG: int(country.signer.algorithm)})
    assert failure(country.judge(as_text(message))) == (Step.SIGNATURE, Reason.KID_MISSING)


def test_every_signer_with_the_same_kid_is_tried(es256: Country, ps256: Country) -> None:
    stranger = make_country(Algorithm.ES256)
    kid = es256.signer.kid
    signers = [
        replace(SignerCertificate.of(one.certificate), kid=kid) for one in (ps256, stranger, es256)
    ]
    text = es256.issue(PAYLOAD)
    for order in (signers, signers[::-1]):
        assert replace(es256, trust=TrustList(order)).judge(text).is_valid


def test_an_algorithm_only_in_the_unprotected_header_is_found(country: Country) -> None:
    message = sign(
        country,
        claims_with(),
        protected={KID: country.signer.kid},
        unprotected={ALG: int(country.signer.algorithm)},
    )
    assert country.judge(as_text(message)).is_valid


@pytest.mark.parametrize("alg", [-35, -36, -257, -38, 5, 0, None, "ES256", True, -7.0])
def test_only_two_algorithms_are_accepted(es256: Country, alg: object) -> None:
    message = sign(es256, claims_with(), protected={ALG: alg, KID: es256.signer.kid})
    assert failure(es256.judge(as_text(message))) == (
        Step.SIGNATURE,
        Reason.ALGORITHM_NOT_ALLOWED,
    )


def test_the_algorithm_must_fit_the_key(country: Country) -> None:
    other = {Algorithm.ES256: Algorithm.PS256, Algorithm.PS256: Algorithm.ES256}
    message = sign(
        country,
        claims_with(),
        protected={ALG: int(other[country.signer.algorithm]), KID: country.signer.kid},
    )
    assert failure(country.judge(as_text(message))) == (
        Step.SIGNATURE,
        Reason.ALGORITHM_DOES_NOT_FIT_KEY,
    )


def test_a_header_that_must_be_understood_is_not_skipped(es256: Country) -> None:
    protected = {ALG: -7, KID: es256.signer.kid, 2: [99], 99: True}
    message = sign(es256, claims_with(), protected=protected)
    assert failure(es256.judge(as_text(message))) == (Step.SIGNATURE, Reason.CRITICAL_HEADER)


@pytest.mark.parametrize("tags", [(18,), (61, 18), ()])
def test_a_message_may_be_tagged_in_three_ways(country: Country, tags: tuple[int, ...]) -> None:
    assert country.judge(as_text(sign(country, claims_with(), tags=tags))).is_valid


@pytest.mark.parametrize("tags", [(17,), (61,), (98,), (18, 18), (61, 61, 18)])
def test_a_message_tagged_as_something_else_is_refused(
    es256: Country, tags: tuple[int, ...]
) -> None:
    message = sign(es256, claims_with(), tags=tags)
    assert failure(es256.judge(as_text(message))) == (Step.CBOR, Reason.COSE_WRONG)


@pytest.mark.parametrize("length", [0, 63, 65, 128])
def test_an_es256_signature_is_exactly_64_bytes(es256: Country, length: int) -> None:
    parts = cbor2.loads(as_message(es256.issue(PAYLOAD))).value
    signature = (parts[3] + bytes(64))[:length]
    message = cbor2.dumps(cbor2.CBORTag(18, [*parts[:3], signature]))
    assert failure(es256.judge(as_text(message))) == (Step.SIGNATURE, Reason.SIGNATURE_WRONG)


def test_an_es256_signature_with_a_zero_pushed_in_is_refused(es256: Country) -> None:
    protected, unprotected, payload, signature = cbor2.loads(as_message(es256.issue(PAYLOAD))).value
    longer = signature[:32] + b"\x00" + signature[32:]  # the same two numbers
    message = cbor2.CBORTag(18, [protected, unprotected, payload, longer])
    assert failure(es256.judge(as_text(cbor2.dumps(message)))) == (
        Step.SIGNATURE,
        Reason.SIGNATURE_WRONG,
    )


@pytest.mark.parametrize("salt", [0, 20, 64])
def test_a_ps256_signature_has_a_salt_of_32_bytes(ps256: Country, salt: int) -> None:
    protected, unprotected, payload, _ = cbor2.loads(as_message(ps256.issue(PAYLOAD))).value
    assert isinstance(ps256.private_key, rsa.RSAPrivateKey)
    pss = padding.PSS(padding.MGF1(hashes.SHA256()), salt_length=salt)
    signed = cose.sig_structure(protected, payload)
    signature = ps256.private_key.sign(signed, pss, hashes.SHA256())
    message = cbor2.CBORTag(18, [protected, unprotected, payload, signature])
    assert failure(ps256.judge(as_text(cbor2.dumps(message)))) == (
        Step.SIGNATURE,
        Reason.SIGNATURE_WRONG,
    )


def test_a_longer_rsa_key_signs_as_well() -> None:
    country = make_country(Algorithm.PS256)
    longer = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    own = replace(SignerCertificate.of(country.certificate), public_key=longer.public_key())
    believing = replace(country, private_key=longer, trust=TrustList([own]))
    assert believing.judge(as_text(sign(believing, claims_with()))).is_valid


def test_lists_and_maps_may_be_of_indefinite_length(es256: Country) -> None:
    """`bf … ff` instead of `a4 …`: as Java's libraries write by default."""
    claims = cbor2.dumps(claims_with(), indefinite_containers=True)
    assert claims[0] == 0xBF
    header = cose.protected_header(kid=es256.signer.kid, algorithm=es256.signer.algorithm)
    signature = es256.signer.sign(cose.sig_structure(header, claims))
    message = cbor2.dumps(cbor2.CBORTag(18, [header, {}, claims, signature]))
    assert es256.judge(as_text(message)).is_valid


@pytest.mark.parametrize("as_number", [float, lambda seconds: seconds + 0.25])
def test_times_may_be_floats(es256: Country, as_number: type[float]) -> None:
    claims = claims_with(
        exp=as_number(EXPIRES_AT.timestamp()), iat=as_number(ISSUED_AT.timestamp())
    )
    assert es256.judge(as_text(sign(es256, claims))).is_valid


def test_times_may_be_cbor_dates(es256: Country) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(exp=EXPIRES_AT, iat=ISSUED_AT))))
    assert judgement.is_valid
    assert judgement.expires_at == EXPIRES_AT


@pytest.mark.parametrize("exp", [float("nan"), float("inf"), 1e300, 2**63, "2027", True, [1]])
def test_a_time_that_is_none_is_refused(es256: Country, exp: object) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(exp=exp))))
    assert failure(judgement) == (Step.CBOR, Reason.CLAIMS_WRONG)


@pytest.mark.parametrize("missing", ["exp", "iat"])
def test_a_certificate_without_a_window_is_not_valid(es256: Country, missing: str) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(**{missing: None}))))
    assert failure(judgement) == (Step.WINDOW, Reason.WINDOW_MISSING)


def test_a_certificate_falls_with_the_certificate_of_its_signer(es256: Country) -> None:
    later = UNTIL + timedelta(days=1)
    message = sign(es256, claims_with(exp=int((later + timedelta(days=1)).timestamp())))
    assert es256.judge(as_text(message), UNTIL).is_valid
    assert failure(es256.judge(as_text(message), later)) == (
        Step.WINDOW,
        Reason.OUTSIDE_SIGNER_VALIDITY,
    )


def test_a_window_that_ends_before_it_begins_is_refused(es256: Country) -> None:
    message = sign(es256, claims_with(exp=int(ISSUED_AT.timestamp())))
    assert failure(es256.judge(as_text(message))) == (Step.WINDOW, Reason.WINDOW_EMPTY)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 2, 14),
        datetime(2026, 2, 14, 10, tzinfo=UTC),
        cbor2.CBORTag(0, "2026-02-14T23:30:00+07:00"),
        cbor2.CBORTag(1, 1771027200),
        "2026-02-14T00:00:00Z",
        "2026-02-14T00:00:00",
    ],
)
def test_the_day_of_the_dose_may_be_a_point_in_time(es256: Country, day: object) -> None:
    fields = fields_with(dt=day, dob=datetime(1984, 7, 9, tzinfo=UTC))
    judgement = es256.judge(as_text(sign(es256, claims_with(fields))))
    assert judgement.is_valid
    assert judgement.payload == PAYLOAD


@pytest.mark.parametrize(
    "changes",
    [
        {"t": None, "r": None},
        {"t": [], "r": []},
        {"mp": " EU/1/21/1529 "},
        {"ci": "URN:UVCI:01:VN:" + "A" * 120},
        {"is": 'Viện "Pasteur"'},
        {"fn": None},
        {"gn": None, "gnt": None},
        {"unheard": [1, 2, 3]},
        {"ver": "1.0.0"},
    ],
)
def test_harmless_oddities_are_read(es256: Country, changes: dict[str, object]) -> None:
    assert es256.judge(as_text(sign(es256, claims_with(fields_with(**changes))))).is_valid


@pytest.mark.parametrize("born", ["1984", "1984-07", "1984-07-09", ""])
def test_a_birth_date_may_be_partly_known(es256: Country, born: str) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(dob=born)))))
    assert judgement.is_valid
    assert judgement.payload is not None
    assert judgement.payload.birth_date == born


@pytest.mark.parametrize("born", ["84", "1984-13", "1984-02-30", "1884-01-01", "09-07-1984", "?"])
def test_a_birth_date_that_is_none_is_refused(es256: Country, born: str) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(dob=born)))))
    assert failure(judgement) == (Step.SCHEMA, Reason.BIRTH_DATE_WRONG)
    assert judgement.payload is None


@pytest.mark.parametrize("events", [None, [], [{}, {}], {}, "v"])
def test_exactly_one_event_is_told(es256: Country, events: object) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(v=events)))))
    assert judgement.verdict(Step.SCHEMA).reason is Reason.EVENT_COUNT
    assert judgement.verdict(Step.VALUE_SETS).outcome is Outcome.NOT_REACHED


def test_two_kinds_of_events_are_one_too_many(es256: Country) -> None:
    fields = fields_with(t=[{"tg": "840539006"}])
    judgement = es256.judge(as_text(sign(es256, claims_with(fields))))
    assert judgement.verdict(Step.SCHEMA).reason is Reason.EVENT_COUNT


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"dn": 0}, Reason.DOSE_NUMBER_WRONG),
        ({"sd": 10}, Reason.DOSE_NUMBER_WRONG),
        ({"dn": True}, Reason.DOSE_NUMBER_WRONG),
        ({"dn": "1"}, Reason.DOSE_NUMBER_WRONG),
        ({"ci": None}, Reason.FIELD_MISSING),
        ({"dt": "20260214"}, Reason.FIELD_WRONG),
        ({"dt": "2026-02-30"}, Reason.FIELD_WRONG),
        ({"co": "Việt Nam"}, Reason.FIELD_WRONG),
        ({"fnt": "Nguyễn"}, Reason.FIELD_WRONG),
        ({"fnt": None, "gnt": ""}, Reason.FIELD_MISSING),
        ({"nam": None}, Reason.FIELD_MISSING),
        ({"is": "x" * 201}, Reason.FIELD_WRONG),
        ({"ver": "one"}, Reason.FIELD_WRONG),
        ({"mp": cbor2.CBORTag(999, "EU/1/21/1529")}, Reason.FIELD_WRONG),
    ],
)
def test_what_the_schema_forbids_is_refused(
    es256: Country, changes: dict[str, object], reason: Reason
) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(**changes)))))
    assert failure(judgement) == (Step.SCHEMA, reason)


def test_a_key_for_tests_does_not_sign_vaccinations() -> None:
    country = make_country(Algorithm.ES256, kinds=[EventKind.TEST, EventKind.RECOVERY])
    judgement = country.judge(as_text(sign(country, claims_with())))
    assert failure(judgement) == (Step.KEY_USAGE, Reason.KEY_NOT_FOR_THIS_EVENT)
