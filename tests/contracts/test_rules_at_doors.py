"""One file of rules and certificates: a browser, the command line and the API say the same."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page

from certificate_format import Algorithm, SignerCertificate
from certificate_format.rule_checks import faults_of
from certificate_format.rules import VALUE_SETS
from certificate_format.trust_lists import own_list
from sotiem.certificates.models import Certificate
from sotiem.certificates.operations import ensure_signing_key
from sotiem.reopening.published import FORMAT, rules_told
from sotiem.reopening.rules import without_tests
from tests.certificate_format.building import (
    NOW,
    as_text,
    claims_with,
    fields_with,
    make_country,
    sign,
)
from tests.certificate_format.verifying import verifier_page
from tests.factories import certificates, doses, rules
from tests.runtime.commands import run

DOORS: Final = json.loads((Path(__file__).parent / "rules/doors.json").read_text(encoding="utf-8"))
SETS: Final[list[dict[str, Any]]] = DOORS["sets"]
CASES: Final[list[dict[str, Any]]] = DOORS["cases"]
TOLD: Final = [{**each, "rules": without_tests(each["rules"])} for each in SETS]
ADDRESS: Final = "/api/v1/certificates/verify"
JUDGE: Final = """async ({list, trust, cases, valueSets}) => {
  const rules = verifier.readRules(list);
  const known = {trust: verifier.readTrust(trust), revocations: {}, rules};
  const cards = [];
  for (const {text, rules: chosen, at} of cases) {
    const offered = verifier.rulesInForce(known.rules, Date.parse(at));
    const ruleSet = offered.find(({Identifier}) => Identifier === chosen);
    const given = {lists: verifier.forJudging(known), ruleSet, valueSets, at: Date.parse(at)};
    cards.push(ruleSet ? (await verifier.judge(text, given)).verdict : null);
  }
  return cards;
}"""


def moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with verifier_page() as opened:
        yield opened


def test_every_set_of_the_file_is_sound() -> None:
    assert [faults_of(each["rules"]) for each in SETS] == [[]] * len(SETS)


def test_a_browser_gives_the_cards_of_the_file(page: Page) -> None:
    country = make_country(Algorithm.ES256)
    until = NOW + timedelta(days=1)
    signers = [SignerCertificate.of(country.certificate)]
    shown = [
        case | {"text": as_text(sign(country, claims_with(fields_of(case["days"]))))}
        for case in CASES
    ]
    given = {
        "list": {"format": FORMAT, "seq": 4, "issued": SETS[0]["valid_from"], "sets": TOLD},
        "trust": own_list(signers, sequence=1, issued_at=NOW, next_update_at=until),
        "cases": shown,
        "valueSets": VALUE_SETS,
    }
    assert page.evaluate(JUDGE, given) == [case["card"] for case in CASES]


def fields_of(days: list[str]) -> dict[str, object]:
    return fields_with(dn=len(days), sd=2, dt=days[-1])


@pytest.fixture
def published() -> None:
    """The file's versions, published one after the other."""
    first = min(datetime.fromisoformat(each["valid_from"]) for each in SETS)
    for each in SETS:
        begins, ends = moment(each["valid_from"]), moment(each["valid_to"])
        rules.published(each["rules"], valid_from=begins, valid_to=ends, at=first)


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_the_list_tells_what_the_file_tells() -> None:
    told = rules_told(at=datetime.fromisoformat(SETS[0]["valid_from"]) + timedelta(hours=2))
    assert (told["format"], told["seq"]) == (FORMAT, len(SETS))

    def by_number(sets: list[dict[str, Any]]) -> dict[tuple[str, int], Any]:
        moments = ("valid_from", "valid_to")
        return {
            (each["rules"]["Identifier"], each["number"]): (
                each["rules"],
                *(moment(each[name]) for name in moments),
            )
            for each in sets
        }

    assert by_number(told["sets"]) == by_number(TOLD)


@pytest.mark.django_db
@pytest.mark.usefixtures("published")
def test_the_command_and_the_api_give_the_cards_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ensure_signing_key(at=datetime(2026, 1, 1, tzinfo=UTC))
    issued: dict[str, Certificate] = {}
    for case in CASES:
        at, days = datetime.fromisoformat(case["at"]), case["days"]
        monkeypatch.setattr(doses, "AT", datetime.fromisoformat(f"{days[-1]}T03:00:00+00:00"))
        text = (issued.get(str(days)) or issued.setdefault(str(days), certified(days))).text
        words = ("--rules", case["rules"], "--at", case["at"], "--json")
        from_command = run("certificate", "verify", "-", *words, given=text.encode())
        monkeypatch.setattr(timezone, "now", lambda at=at: at)
        address = f"{ADDRESS}?rules={case['rules']}"
        from_api = Client().post(address, {"text": text}, content_type="application/json")
        if case["card"] is None:
            assert (from_command.exit_code, from_api.status_code) == (2, 422), case
            continue
        told = json.loads(from_command.output)
        assert told == from_api.json()
        assert told["rules"]["card"] == case["card"], case
        assert from_command.exit_code == (1 if case["card"] == "red" else 0)
        assert told["verdict"] == ("not_valid" if case["card"] == "red" else "valid")


def certified(days: list[str]) -> Certificate:
    person = certificates.vaccinated(*map(date.fromisoformat, days))
    certificates.sign_and_refresh([person.pk], at=doses.AT)
    return certificates.in_force(person.pk)
