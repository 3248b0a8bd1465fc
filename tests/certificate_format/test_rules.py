"""Rules of entry: which card a certificate earns, and what is refused as a rule."""

import copy
import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from certificate_format import CertificateError, Reason
from certificate_format.rules import Card, Rule, Ruling, card_of, read_rule_set, shipped_rule_sets

SHIPPED = list(shipped_rule_sets())
TESTS = [(each, test) for each in SHIPPED for test in each["Tests"]]
AT = datetime(2021, 10, 15, 1, tzinfo=UTC)


def told(content: dict[str, Any], payload: dict[str, Any], at: datetime = AT) -> Card:
    return card_of(read_rule_set(content), payload, at=at)


@pytest.mark.parametrize(
    ("content", "test"),
    TESTS,
    ids=[f"{content['Identifier']}: {test['Name']}" for content, test in TESTS],
)
def test_a_shipped_rule_set_gives_the_card_that_its_tests_name(
    content: dict[str, Any], test: dict[str, Any]
) -> None:
    assert told(content, test["Payload"], datetime.fromisoformat(test["At"])).card == test["Card"]


def test_three_proposals_are_shipped_each_with_tests_for_every_card() -> None:
    assert [each["Identifier"] for each in SHIPPED] == ["VN-SG-2021", "VN-STRICT", "VN-LAX"]
    for content in SHIPPED:
        rule_set = read_rule_set(content)
        assert rule_set.status == "proposed"
        cards = {tier.card for tier in rule_set.tiers} | {"red", "open"}
        assert {test["Card"] for test in rule_set.tests} == cards


def test_the_stricter_set_gives_no_card_that_the_laxer_one_refuses() -> None:
    order = {"green": 2, "yellow": 1, "red": 0}
    days = [f"2021-{month:02}-{day:02}" for month in (1, 6, 9, 10) for day in (1, 2, 14, 28)]
    usual, strict, lax = SHIPPED
    for number, day in itertools.product((1, 2, 3), days):
        payload = {"v": [{"dn": number, "sd": 2, "dt": day}]}
        cards = [order[told(content, payload).card] for content in (strict, usual, lax)]
        assert cards == sorted(cards), payload


def test_a_card_says_how_each_rule_came_out() -> None:
    card = told(SHIPPED[0], {"v": [{"dn": 1, "sd": 2, "dt": "2021-09-01"}]})
    assert [(each.card, each.rule.identifier, each.ruling) for each in card.findings] == [
        ("green", "VR-VN-0001", Ruling.FAILED),
        ("yellow", "VR-VN-0002", Ruling.PASSED),
    ]


def rule_with(logic: Any) -> Rule:
    content = copy.deepcopy(SHIPPED[0])
    content["Tiers"][0]["Rules"][0]["Logic"] = logic
    return read_rule_set(content).tiers[0].rules[0]


@pytest.mark.parametrize(
    ("logic", "ruling"),
    [
        ({"===": [1, 1]}, Ruling.PASSED),
        ({"===": [1, 2]}, Ruling.FAILED),
        ({"and": [1, 1]}, Ruling.OPEN),
        ({"var": "nothing"}, Ruling.OPEN),
        ({"nonsense": [1]}, Ruling.OPEN),
        ({"plusTime": ["2021-01-01", 0, "day"]}, Ruling.OPEN),
    ],
)
def test_only_true_passes_and_only_false_fails(logic: Any, ruling: Ruling) -> None:
    assert rule_with(logic).judge({}) is ruling


def test_a_rule_without_end_is_left_open() -> None:
    deep: Any = {"===": [1, 1]}
    for _ in range(100_000):
        deep = {"!": [deep]}
    assert rule_with(deep).judge({}) is Ruling.OPEN


def test_a_better_card_left_open_hides_the_lesser_one() -> None:
    content = copy.deepcopy(SHIPPED[0])
    content["Tiers"][0]["Rules"][0]["Logic"] = {"nonsense": [1]}
    assert told(content, {"v": [{"dn": 1, "sd": 2, "dt": "2021-09-01"}]}).card == "open"


def test_all_rules_of_a_card_must_pass() -> None:
    content = copy.deepcopy(SHIPPED[0])
    more = copy.deepcopy(content["Tiers"][0]["Rules"][0])
    content["Tiers"][0]["Rules"].append(more | {"Logic": {"===": [1, 2]}})
    assert told(content, {"v": [{"dn": 2, "sd": 2, "dt": "2021-09-01"}]}).card == "yellow"


def test_a_rule_may_ask_whether_a_product_is_known() -> None:
    known = {
        "in": [{"var": "payload.v.0.mp"}, {"var": "external.valueSets.vaccines-covid-19-names"}]
    }
    content = copy.deepcopy(SHIPPED[0])
    content["Tiers"][0]["Rules"][0]["Logic"] = known
    for product, card in (("Abdala", "green"), ("Nanocovax", "red")):
        assert told(content, {"v": [{"dn": 1, "dt": "2021-10-15", "mp": product}]}).card == card


def remove(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda content: content.pop(key)


CHANGES: list[Callable[[dict[str, Any]], object]] = [
    remove("Tiers"),
    remove("Version"),
    remove("Name"),
    lambda content: content["Tiers"].clear(),
    lambda content: content["Tiers"][0].update(Card="open"),
    lambda content: content["Tiers"][0].update(Card="yellow"),
    lambda content: content["Tiers"][0].update(Rules=[]),
    lambda content: content["Tiers"][0]["Rules"][0].update(Identifier="green"),
    lambda content: content["Tiers"][0]["Rules"][0].update(Engine="JsonLogic"),
    lambda content: content["Tiers"][0]["Rules"][0].update(Type="Invalidation"),
    lambda content: content["Tiers"][0]["Rules"][0].update(Version="1"),
    lambda content: content["Tiers"][0]["Rules"][0].update(ValidTo="soon"),
    lambda content: content["Tiers"][0]["Rules"][0].update(CertificateType="Exemption"),
    lambda content: content["Tiers"][0]["Rules"][0].update(Logic=True),
    lambda content: content["Tiers"][0]["Rules"][0]["Description"].pop(),
    lambda content: content["Tiers"].append(5),
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_no_rule_set_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    content = copy.deepcopy(SHIPPED[0])
    change(content)
    with pytest.raises(CertificateError) as refused:
        read_rule_set(content)
    assert refused.value.reason in (Reason.RULES_WRONG, Reason.LIST_WRONG)
