"""Whether a rule set may be put before people: every fault is found, and said by a code.

Stricter than reading one: an operator or a number on which two engines could differ is a fault
here, and a rule without a test that it passes and one that it refuses.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from certificate_format.errors import CertificateError
from certificate_format.events import kinds_in
from certificate_format.rule_faults import Fault, FaultCode
from certificate_format.rule_logic import faults_of_logic
from certificate_format.rules import (
    IDENTIFIER,
    KINDS,
    NO_CARD,
    OPEN,
    VERSION,
    RuleSet,
    Ruling,
    card_of,
    data_for,
    read_rule_set,
)
from certificate_format.signed_list import to_moment

MOST_RULES: Final = 40
MOST_TESTS: Final = 400
LONGEST_WORDS: Final = 300
CARDS: Final = ("green", "yellow")

_SET_IDENTIFIER: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,20}(-[A-Z0-9]{1,20})?", re.ASCII)
# With its offset: a moment without one is another moment on each phone.
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", re.ASCII)


class Trial(NamedTuple):
    """A test beside the rules, and which card it earns."""

    name: str
    at: datetime
    expected: str
    found: str

    @property
    def holds(self) -> bool:
        """Say whether it earns the card that it names."""
        return self.expected == self.found


def faults_of(content: Mapping[str, Any]) -> list[Fault]:
    """Find all that is wrong with a rule set; its tests are run once everything else is right."""
    return list(_faults_of_shape(content)) or list(_faults_of_tests(content))


def run_tests(rule_set: RuleSet) -> list[Trial]:
    """Run the tests beside the rules of a set whose shape is right."""
    runs = []
    for test in rule_set.tests:
        at = to_moment(test["At"])
        found = card_of(rule_set, test["Payload"], at=at).card
        runs.append(Trial(test["Name"], at, test["Card"], found))
    return runs


def _faults_of_shape(content: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _faults_of_fields(content, _OF_SET)
    tiers, tests = content.get("Tiers"), content.get("Tests")
    if not isinstance(tiers, list) or not tiers:
        yield Fault(FaultCode.FIELD_WRONG, details={"field": "Tiers"})
        return
    rules: list[Any] = []
    for tier in tiers:
        if not isinstance(tier, dict):
            yield Fault(FaultCode.FIELD_WRONG, details={"field": "Tiers"})
            continue
        yield from _faults_of_fields(tier, _OF_TIER)
        rules += tier["Rules"] if isinstance(tier.get("Rules"), list) else []
    yield from _faults_of_cards(tier.get("Card") for tier in tiers if isinstance(tier, dict))
    yield from _faults_of_rules(rules)
    yield from _faults_of_listed_tests(tests)


def _faults_of_cards(cards: Iterator[Any]) -> Iterator[Fault]:
    known = [card for card in cards if card in CARDS]
    for card in sorted({card for card in known if known.count(card) > 1}):
        yield Fault(FaultCode.CARD_TWICE, details={"card": card})
    if known != sorted(known, key=CARDS.index):
        yield Fault(FaultCode.FIELD_WRONG, details={"field": "Tiers"})


def _faults_of_rules(rules: list[Any]) -> Iterator[Fault]:
    if len(rules) > MOST_RULES:
        yield Fault(FaultCode.TOO_MANY)
        return
    seen: set[str] = set()
    for rule in rules:
        if not isinstance(rule, dict):
            yield Fault(FaultCode.FIELD_WRONG, details={"field": "Rules"})
            continue
        name = str(rule.get("Identifier", ""))[:40]
        if name in seen:
            yield Fault(FaultCode.RULE_TWICE, rule=name)
        seen.add(name)
        yield from _faults_of_fields(rule, _OF_RULE, rule=name)
        if isinstance(rule.get("Logic"), dict):
            yield from (each._replace(rule=name) for each in faults_of_logic(rule["Logic"]))


def _faults_of_listed_tests(tests: Any) -> Iterator[Fault]:
    if not isinstance(tests, list):
        yield Fault(FaultCode.FIELD_WRONG, details={"field": "Tests"})
        return
    if len(tests) > MOST_TESTS:
        yield Fault(FaultCode.TOO_MANY)
        return
    seen: set[str] = set()
    for test in tests:
        if not isinstance(test, dict):
            yield Fault(FaultCode.FIELD_WRONG, details={"field": "Tests"})
            continue
        name = str(test.get("Name", ""))[:LONGEST_WORDS]
        if name in seen:
            yield Fault(FaultCode.TEST_TWICE, test=name)
        seen.add(name)
        yield from _faults_of_fields(test, _OF_TEST, test=name)


def _faults_of_fields(
    held: Mapping[str, Any],
    wanted: Mapping[str, Callable[[Any], bool]],
    *,
    rule: str = "",
    test: str = "",
) -> Iterator[Fault]:
    for field, is_right in wanted.items():
        if not is_right(held.get(field)):
            yield Fault(FaultCode.FIELD_WRONG, rule, test, {"field": field})


def _faults_of_tests(content: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults that show only when tests are run: each rule must pass one and refuse another."""
    rule_set = read_rule_set(content)
    for run in run_tests(rule_set):
        if not run.holds:
            cards = {"expected": run.expected, "found": run.found}
            yield Fault(FaultCode.TEST_FAILS, test=run.name, details=cards)
    for rule in (rule for tier in rule_set.tiers for rule in tier.rules):
        rulings = {
            rule.judge(data_for(test["Payload"], at=at))
            for test in rule_set.tests
            if rule.is_in_force(at := to_moment(test["At"]))
            and rule.kinds & frozenset(kinds_in(test["Payload"]))
        }
        if Ruling.PASSED not in rulings:
            yield Fault(FaultCode.NO_TEST_PASSES, rule=rule.identifier)
        if Ruling.FAILED not in rulings:
            yield Fault(FaultCode.NO_TEST_REFUSED, rule=rule.identifier)


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and len(value.strip()) > 0 and len(value) <= LONGEST_WORDS


def _is_words(value: Any) -> bool:
    """Words in Vietnamese and in English, each once."""
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        return False
    languages = [each.get("lang") for each in value]
    has_each = all(languages.count(needed) == 1 for needed in ("vi", "en"))
    return has_each and all(_is_text(each.get("desc")) for each in value)


def _is_moment(value: Any) -> bool:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        return False
    try:
        to_moment(value)
    except CertificateError:
        return False
    return True


def _fits(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and pattern.fullmatch(value) is not None


def _one_of(*values: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in values


_OF_SET: Final[Mapping[str, Callable[[Any], bool]]] = {
    "Identifier": _fits(_SET_IDENTIFIER),
    "Version": _fits(VERSION),
    "Status": _is_text,
    "Name": _is_words,
}
_OF_TIER: Final[Mapping[str, Callable[[Any], bool]]] = {
    "Card": _one_of(*CARDS),
    "Name": _is_words,
    "Rules": lambda value: isinstance(value, list) and bool(value),
}
_OF_RULE: Final[Mapping[str, Callable[[Any], bool]]] = {
    "Identifier": _fits(IDENTIFIER),
    "Type": _one_of("Acceptance"),
    "Version": _fits(VERSION),
    "Engine": _one_of("CERTLOGIC"),
    "CertificateType": _one_of(*KINDS),
    "Description": _is_words,
    "ValidFrom": _is_moment,
    "ValidTo": _is_moment,
    "AffectedFields": lambda value: isinstance(value, list) and all(map(_is_text, value)),
    "Logic": lambda value: isinstance(value, dict),
}
_OF_TEST: Final[Mapping[str, Callable[[Any], bool]]] = {
    "Name": _is_text,
    "Payload": lambda value: isinstance(value, dict),
    "At": _is_moment,
    "Card": _one_of(*CARDS, NO_CARD, OPEN),
}
