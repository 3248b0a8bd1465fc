"""The verifier's script and this package say the same of the same certificates."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Page

from certificate_format import (
    Algorithm,
    EventKind,
    SignerCertificate,
    Step,
    TrustList,
    judge,
)
from certificate_format.filter_cascade import FilterCascade
from certificate_format.report import report
from certificate_format.revocation_lists import Cascade, Prefixes, RevocationList, written
from certificate_format.rules import VALUE_SETS, card_of, read_rule_set, shipped_rule_sets
from certificate_format.trust_lists import own_list
from tests.certificate_format.building import (
    ISSUED_AT,
    NOW,
    PAYLOAD,
    UNTIL,
    Country,
    as_text,
    claims_with,
    fields_with,
    make_country,
    payload_with,
    sign,
)
from tests.certificate_format.crooked import Case, broken, contents_in, read_in
from tests.certificate_format.verifying import judged, verifier_page

TOO_EARLY = ISSUED_AT - timedelta(hours=1)
HO_CHI_MINH_CITY = next(shipped_rule_sets())


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with verifier_page() as opened:
        yield opened


@pytest.fixture(scope="module")
def believed(es256: Country, ps256: Country) -> list[SignerCertificate]:
    """Who is believed: two signers, and a stranger whose identifier is the first one's."""
    namesake = SignerCertificate.of(make_country(Algorithm.ES256).certificate)
    one, other = (SignerCertificate.of(each.certificate) for each in (es256, ps256))
    return [replace(namesake, kid=one.kid), one, other]


def trust_of(signers: list[SignerCertificate]) -> dict[str, Any]:
    until = NOW + timedelta(days=1)
    return own_list(signers, sequence=3, issued_at=NOW, next_update_at=until)


def asked(cases: list[Case]) -> list[dict[str, str]]:
    return [{"text": case.text, "at": case.at.isoformat()} for case in cases]


def test_the_browser_and_we_take_the_same_steps_with_the_same_end(
    page: Page, es256: Country, ps256: Country, believed: list[SignerCertificate]
) -> None:
    stranger = make_country(Algorithm.ES256).issue(PAYLOAD)
    cases = [
        *read_in(es256), *read_in(ps256), *contents_in(es256), *broken(),
        Case("a stranger's", stranger),
    ]  # fmt: skip
    trust = TrustList(believed)
    answers = judged(page, trust=trust_of(believed), cases=asked(cases), valueSets=VALUE_SETS)
    for case, answer in zip(cases, answers, strict=True):
        expected = report(judge(case.text, trust=trust, at=case.at))
        for step in Step:
            assert answer["steps"][step.value] is expected[step.value], (case.name, step)
        first = (expected["reasons"] or [None])[0]
        if not expected["verdict"] and expected["signature"]:
            assert answer["reasons"][0] == first, case.name
        assert (answer["verdict"] == "green") is expected["verdict"], case.name


def test_what_nobody_signed_is_not_shown(
    page: Page, es256: Country, believed: list[SignerCertificate]
) -> None:
    other = make_country(Algorithm.ES256)
    forged = replace(other, signer=replace_kid(other, es256.signer.kid))
    cases = [Case("a stranger's", other.issue(PAYLOAD)), Case("forged", forged_text(forged))]
    answers = judged(page, trust=trust_of(believed), cases=asked(cases), valueSets=VALUE_SETS)
    assert [each["verdict"] for each in answers] == ["unproven", "red"]
    assert [each["contents"] for each in answers] == [None, None]
    assert [each["expiresAt"] for each in answers] == [None, None]


def replace_kid(country: Country, kid: bytes) -> Any:
    signer = type(country.signer)(country.private_key, country.certificate)
    signer.kid = kid
    return signer


def forged_text(country: Country) -> str:
    return as_text(sign(country, claims_with()))


def test_a_key_for_tests_does_not_sign_vaccinations(page: Page) -> None:
    country = make_country(Algorithm.ES256, kinds=[EventKind.TEST])
    trust = trust_of([SignerCertificate.of(country.certificate)])
    cases = asked([Case("a dose", as_text(sign(country, claims_with())))])
    (answer,) = judged(page, trust=trust, cases=cases, valueSets=VALUE_SETS)
    assert (answer["verdict"], answer["reasons"]) == ("red", ["key_not_for_this_event"])


def test_a_replaced_certificate_is_red_by_the_next_delta_and_no_other_is(
    page: Page, es256: Country, ps256: Country, believed: list[SignerCertificate]
) -> None:
    for country in (es256, ps256):
        old, new = country.issue(PAYLOAD), country.issue(payload_with(dose_number=2))
        kid = country.signer.kid
        before = told(kid, 4, [bytes([n]) * 16 for n in range(200)])
        delta = told(kid, 6, [hash_of(country, old)], since=4)
        given: dict[str, Any] = {
            "trust": trust_of(believed),
            "cases": asked([Case("old", old), Case("new", new)]),
            "valueSets": VALUE_SETS,
        }
        earlier, later = (
            judged(page, lists=lists, **given) for lists in ([before], [before, delta])
        )
        assert [each["verdict"] for each in earlier] == ["green", "green"]
        assert [each["verdict"] for each in later] == ["red", "green"]
        assert later[0]["reasons"] == ["revoked"]
        assert [each["contents"] is None for each in later] == [True, False]


def test_a_cascade_speaks_of_what_was_issued_until_it_was_built(
    page: Page, es256: Country, believed: list[SignerCertificate]
) -> None:
    texts = [es256.issue(payload_with(uci=f"URN:UVCI:01:VN:{n:032X}")) for n in range(60)]
    hashes = [hash_of(es256, text) for text in texts]
    crowd = random_hashes(40_000)
    filters = FilterCascade.of(b"".join(hashes[:20]), lambda: [b"".join([*hashes[20:], *crowd])])
    cases = asked([Case("one of many", text) for text in texts])
    given: dict[str, Any] = {"trust": trust_of(believed), "cases": cases, "valueSets": VALUE_SETS}
    until = ISSUED_AT + timedelta(hours=1)
    covered = told(es256.signer.kid, 7, [], cascade=Cascade(filters, until))
    answers = judged(page, lists=[covered], **given)
    assert [each["verdict"] for each in answers] == ["red"] * 20 + ["green"] * 40
    too_new = told(es256.signer.kid, 8, hashes[:3], cascade=Cascade(filters, TOO_EARLY))
    answers = judged(page, lists=[too_new], **given)
    assert [each["verdict"] for each in answers] == ["red"] * 3 + ["green"] * 57


def random_hashes(number: int, seed: int = 1) -> list[bytes]:
    random = Random(seed)
    return [random.randbytes(16) for _ in range(number)]


def hash_of(country: Country, text: str) -> bytes:
    found = country.judge(text).signature_hash
    assert found is not None
    return found


def told(
    kid: bytes,
    number: int,
    revoked: list[bytes],
    *,
    since: int | None = None,
    cascade: Cascade | None = None,
) -> dict[str, Any]:
    until = NOW + timedelta(days=1)
    return written(
        RevocationList(kid, number, NOW, until, Prefixes.of(revoked), cascade), since=since
    )


def test_a_filter_says_the_same_here_and_in_a_browser(page: Page) -> None:
    revoked, live, others = (random_hashes(500, seed) for seed in (1, 2, 3))
    filters = FilterCascade.of(b"".join(revoked), lambda: [b"".join(live)])
    listed = told(b"12345678", 1, [], cascade=Cascade(filters, NOW))
    every = [*revoked, *live, *others]
    answers = page.evaluate(
        """({list, hashes}) => {
          const read = verifier.readRevocations(list);
          const known = {revocations: {[read.kid]: read}};
          const ready = verifier.forJudging(known).revocations[read.kid];
          const bytes = hex => Uint8Array.from(hex.match(/../g), pair => parseInt(pair, 16));
          return hashes.map(hex => verifier.isRevoked(ready, bytes(hex), 0));
        }""",
        {"list": listed, "hashes": [each.hex() for each in every]},
    )
    assert answers == [filters.has(each) for each in every]


@pytest.mark.parametrize("content", list(shipped_rule_sets()), ids=lambda each: each["Identifier"])
def test_a_rule_set_gives_the_same_card_in_a_browser(
    page: Page, es256: Country, believed: list[SignerCertificate], content: dict[str, Any]
) -> None:
    cases = [
        Case(f"{number}/{doses} on {day}", as_text(sign(es256, claims_with(fields))))
        for number, doses in ((1, 1), (1, 2), (2, 2), (3, 3))
        for day in ("2025-06-01", "2026-05-18", "2026-05-19", "2026-05-30")
        if (fields := fields_with(dn=number, sd=doses, dt=day))
    ]
    given = {"trust": trust_of(believed), "cases": asked(cases), "valueSets": VALUE_SETS}
    answers = judged(page, ruleSet=content, **given)
    rule_set = read_rule_set(content)
    for case, answer in zip(cases, answers, strict=True):
        unproven = es256.judge(case.text).unproven
        assert unproven is not None
        assert answer["verdict"] == card_of(rule_set, unproven.fields, at=NOW).card, case.name
    assert len({answer["verdict"] for answer in answers}) >= 2


def test_a_rule_that_cannot_be_evaluated_leaves_the_answer_open(
    page: Page, es256: Country, believed: list[SignerCertificate]
) -> None:
    rule = HO_CHI_MINH_CITY["Tiers"][0]["Rules"][0] | {"Logic": {"nonsense": [1]}}
    content = {**HO_CHI_MINH_CITY, "Tiers": [{**HO_CHI_MINH_CITY["Tiers"][0], "Rules": [rule]}]}
    cases = asked(
        [Case("valid", es256.issue(PAYLOAD)), Case("expired", es256.issue(PAYLOAD), UNTIL)]
    )
    given = {"trust": trust_of(believed), "cases": cases, "valueSets": VALUE_SETS}
    answers = judged(page, ruleSet=content, **given)
    assert [each["verdict"] for each in answers] == ["open", "red"]
