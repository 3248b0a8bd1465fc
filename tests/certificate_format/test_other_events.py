"""Tests and recoveries: read, judged and signed like vaccinations."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from certificate_format import (
    Algorithm,
    CertificateError,
    EventKind,
    LabTestEntry,
    LabTestPayload,
    Outcome,
    Payload,
    Reason,
    RecoveryEntry,
    RecoveryPayload,
    Step,
    entry_of,
    issue,
    judge_many,
)
from tests.certificate_format.building import (
    EXPIRES_AT,
    ISSUED_AT,
    PAYLOAD,
    Country,
    as_text,
    claims_with,
    failure,
    fields_with,
    make_country,
    sign,
)

LAB_TEST = LabTestEntry(
    disease="840539006",
    method="LP217198-3",
    name="",
    device="1232",
    sampled_at=datetime(2026, 2, 28, 9, 15, tzinfo=timezone(timedelta(hours=7))),
    result="260415000",
    centre="Trạm y tế An Phú",
    country="VN",
    issuer="Bộ Y tế",
    uci="URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
)
RECOVERY = RecoveryEntry(
    disease="840539006",
    first_positive_on=date(2026, 1, 10),
    country="VN",
    issuer="Bộ Y tế",
    valid_from=date(2026, 1, 21),
    valid_until=date(2026, 7, 9),
    uci="URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
)
TESTED = LabTestPayload(PAYLOAD.name, PAYLOAD.birth_date, LAB_TEST)
RECOVERED = RecoveryPayload(PAYLOAD.name, PAYLOAD.birth_date, RECOVERY)
EVENTS: dict[EventKind, dict[str, object]] = {
    EventKind.TEST: {
        "tg": "840539006",
        "tt": "LP217198-3",
        "ma": "1232",
        "sc": "2026-02-28T09:15:00+07:00",
        "tr": "260415000",
        "tc": "Trạm y tế An Phú",
        "co": "VN",
        "is": "Bộ Y tế",
        "ci": "URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
    },
    EventKind.RECOVERY: {
        "tg": "840539006",
        "fr": "2026-01-10",
        "co": "VN",
        "is": "Bộ Y tế",
        "df": "2026-01-21",
        "du": "2026-07-09",
        "ci": "URN:UVCI:01:VN:0123456789ABCDEF0123456789ABCDEF",
    },
}


@pytest.fixture(scope="module")
def everything() -> Country:
    return make_country(Algorithm.ES256, kinds=list(EventKind))


def told(country: Country, kind: EventKind, **changes: Any) -> str:
    event = EVENTS[kind] | changes
    return as_text(sign(country, claims_with(fields_with(v=None) | {kind.value: [event]})))


@pytest.mark.parametrize(
    ("kind", "payload"), [(EventKind.TEST, TESTED), (EventKind.RECOVERY, RECOVERED)]
)
def test_what_another_country_signed_is_read(
    everything: Country, kind: EventKind, payload: Payload
) -> None:
    judgement = everything.judge(told(everything, kind))
    assert judgement.is_valid
    assert judgement.payload == payload


@pytest.mark.parametrize(
    "payload",
    [
        TESTED,
        RECOVERED,
        replace(
            TESTED, lab_test=replace(LAB_TEST, method="LP6464-4", name="PCR", device="", centre="")
        ),
    ],
)
def test_what_was_signed_is_read_back(everything: Country, payload: Payload) -> None:
    text = issue(
        payload,
        signer=everything.signer,
        issuer="VN",
        issued_at=ISSUED_AT,
        expires_at=EXPIRES_AT,
    ).text
    judgement = everything.judge(text)
    assert judgement.is_valid
    assert judgement.payload == payload
    assert judgement.payload is not None
    assert entry_of(judgement.payload) == entry_of(payload)


@pytest.mark.parametrize("kind", [EventKind.TEST, EventKind.RECOVERY])
def test_a_key_for_vaccinations_signs_nothing_else(es256: Country, kind: EventKind) -> None:
    judgement = es256.judge(told(es256, kind))
    assert failure(judgement) == (Step.KEY_USAGE, Reason.KEY_NOT_FOR_THIS_EVENT)
    assert judgement.verdict(Step.SCHEMA).outcome is Outcome.PASSED


def test_of_two_kinds_of_events_the_key_must_be_for_both(
    es256: Country, everything: Country
) -> None:
    both = fields_with() | {"r": [EVENTS[EventKind.RECOVERY]]}
    for country, usage in ((es256, Outcome.FAILED), (everything, Outcome.PASSED)):
        judgement = country.judge(as_text(sign(country, claims_with(both))))
        assert judgement.verdict(Step.KEY_USAGE).outcome is usage
        assert judgement.verdict(Step.SCHEMA).reason is Reason.EVENT_COUNT


def test_where_no_event_is_told_there_is_no_usage_to_judge(es256: Country) -> None:
    judgement = es256.judge(as_text(sign(es256, claims_with(fields_with(v=None)))))
    assert judgement.verdict(Step.KEY_USAGE).outcome is Outcome.NOT_REACHED
    assert failure(judgement) == (Step.SCHEMA, Reason.EVENT_COUNT)


def test_many_are_judged_as_each_alone(es256: Country, everything: Country) -> None:
    good = es256.issue(PAYLOAD)
    bad = [told(everything, EventKind.TEST), good[:-3], "", good[:50] + "A" + good[51:]]
    texts = [*bad, *[good] * 300, *bad]
    at = datetime(2026, 6, 1, tzinfo=UTC)
    many = judge_many(texts, trust=es256.trust, at=at)
    assert many == [es256.judge(text, at) for text in texts]
    assert sum(each.is_valid for each in many) == 300


@pytest.mark.parametrize(
    "sampled",
    [
        "2026-02-28T02:15:00Z",
        "2026-02-28T09:15:00+0700",
        "2026-02-28T02:15:00",
        "2026-02-28 02:15:00.000Z",
        datetime(2026, 2, 28, 2, 15, tzinfo=UTC),
        1772244900,
        1772244900000,
    ],
)
def test_the_time_of_a_sample_may_be_written_in_many_ways(
    everything: Country, sampled: object
) -> None:
    judgement = everything.judge(told(everything, EventKind.TEST, sc=sampled))
    assert judgement.is_valid
    assert isinstance(judgement.payload, LabTestPayload)
    assert judgement.payload.lab_test.sampled_at == LAB_TEST.sampled_at


@pytest.mark.parametrize(
    ("kind", "changes", "step", "reason"),
    [
        (EventKind.TEST, {"sc": "2026-02-28"}, Step.SCHEMA, Reason.FIELD_WRONG),
        (EventKind.TEST, {"sc": "2026-02-30T10:00:00Z"}, Step.SCHEMA, Reason.FIELD_WRONG),
        (EventKind.TEST, {"sc": None}, Step.SCHEMA, Reason.FIELD_MISSING),
        (EventKind.TEST, {"sc": 2**63}, Step.SCHEMA, Reason.FIELD_WRONG),
        (EventKind.TEST, {"sc": True}, Step.SCHEMA, Reason.FIELD_WRONG),
        (EventKind.TEST, {"tt": None}, Step.SCHEMA, Reason.FIELD_MISSING),
        (EventKind.TEST, {"tt": "LP1-1"}, Step.VALUE_SETS, Reason.TEST_METHOD_UNKNOWN),
        (EventKind.TEST, {"tr": "1"}, Step.VALUE_SETS, Reason.TEST_RESULT_UNKNOWN),
        (EventKind.TEST, {"ma": None}, Step.VALUE_SETS, Reason.TEST_DEVICE_UNKNOWN),
        (EventKind.TEST, {"ma": "Panbio"}, Step.VALUE_SETS, Reason.TEST_DEVICE_UNKNOWN),
        (EventKind.RECOVERY, {"df": None}, Step.SCHEMA, Reason.FIELD_MISSING),
        (EventKind.RECOVERY, {"du": "soon"}, Step.SCHEMA, Reason.FIELD_WRONG),
        (EventKind.RECOVERY, {"tg": "1"}, Step.VALUE_SETS, Reason.DISEASE_UNKNOWN),
    ],
)
def test_what_is_wrong_is_named(
    everything: Country,
    kind: EventKind,
    changes: dict[str, object],
    step: Step,
    reason: Reason,
) -> None:
    assert failure(everything.judge(told(everything, kind, **changes))) == (step, reason)


def test_a_test_by_an_unknown_method_is_not_signed(everything: Country) -> None:
    payload = replace(TESTED, lab_test=replace(LAB_TEST, method="LP1-1"))
    with pytest.raises(CertificateError) as refused:
        everything.issue(payload)
    assert refused.value.reason is Reason.TEST_METHOD_UNKNOWN


def test_the_certificate_that_viet_nam_showed_to_europe_is_read_and_its_oddities_named() -> None:
    """Of PS256, with a code of old, an AstraZeneca product by BioNTech, and 33 months to live."""
    viet_nam = make_country(Algorithm.PS256)
    issued = datetime(2026, 1, 5, tzinfo=UTC)
    sample = fields_with(
        vp="J07BX03",
        ma="ORG-100030215",
        fn="Nguyễn",
        fnt="NGUYEN",
        gn="Bảo Duy",
        gnt="BAO<DUY",
        **{"is": "Ban Co Yeu"},
    )
    claims = claims_with(
        sample, iat=int(issued.timestamp()), exp=int((issued + timedelta(days=1003)).timestamp())
    )
    judgement = viet_nam.judge(as_text(sign(viet_nam, claims)))
    assert judgement.is_valid
    assert judgement.remarks == (
        Reason.PRODUCT_ROW_MISMATCH,
        Reason.CODE_INACTIVE,
        Reason.WINDOW_LONG,
    )
    assert judgement.payload is not None
    assert judgement.payload.name.given_icao == "BAO<DUY"
