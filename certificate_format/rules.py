"""Rules of entry: data that say which card a certificate earns, as a checker's phone reads them.

A rule has the form of the European rules (CertLogic); a rule set orders rules into cards, the best
first. A rule that cannot be evaluated leaves the card open: it never passes.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from importlib.resources import files
from typing import Any, Final, NamedTuple

from certificate_format import products, value_sets
from certificate_format.certlogic import CertLogicError, evaluate
from certificate_format.errors import CertificateError, Reason
from certificate_format.events import EventKind, kinds_in
from certificate_format.report import as_json
from certificate_format.signed_list import to_moment

VIET_NAM: Final = timezone(timedelta(hours=7))
OPEN: Final = "open"
NO_CARD: Final = "red"

IDENTIFIER: Final = re.compile(r"(GR|VR|TR|RR|IR)-[A-Z]{2}-\d{4}")
VERSION: Final = re.compile(r"\d+\.\d+\.\d+")
_CARD: Final = re.compile(r"[a-z]{2,20}")
KINDS: Final = {
    "General": frozenset(EventKind),
    "Vaccination": frozenset({EventKind.VACCINATION}),
    "Test": frozenset({EventKind.TEST}),
    "Recovery": frozenset({EventKind.RECOVERY}),
}
VALUE_SETS: Final[Mapping[str, list[str]]] = {
    "disease-agent-targeted": [products.COVID_19],
    "sct-vaccines-covid-19": sorted(products.PROPHYLAXES),
    "vaccines-covid-19-names": sorted({each.product for each in products.PRODUCTS}),
    "vaccines-covid-19-auth-holders": sorted(products.MAKERS),
    "covid-19-lab-test-type": sorted(value_sets.TEST_METHODS),
    "covid-19-lab-result": sorted(value_sets.TEST_RESULTS),
}


class Ruling(StrEnum):
    """What a rule says of a certificate."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with the words that tell people what it asks."""

    identifier: str
    version: str
    kinds: frozenset[EventKind]
    valid_from: datetime
    valid_until: datetime
    affected_fields: tuple[str, ...]
    description: Mapping[str, str]
    logic: Any

    def is_in_force(self, at: datetime) -> bool:
        """Say whether the rule holds at this time."""
        return self.valid_from <= at <= self.valid_until

    def judge(self, data: Mapping[str, Any]) -> Ruling:
        """Apply the rule; only `true` passes, only `false` fails."""
        try:
            value = evaluate(self.logic, data)
        except (CertLogicError, RecursionError):
            return Ruling.OPEN
        if value is True:
            return Ruling.PASSED
        return Ruling.FAILED if value is False else Ruling.OPEN


@dataclass(frozen=True, slots=True)
class Tier:
    """A card, and all the rules that must pass for it."""

    card: str
    names: Mapping[str, str]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Cards from the best to the least; who earns none is shown red."""

    identifier: str
    version: str
    status: str
    names: Mapping[str, str]
    tiers: tuple[Tier, ...]
    tests: tuple[Mapping[str, Any], ...]


class Finding(NamedTuple):
    """What one rule of a card said."""

    card: str
    rule: Rule
    ruling: Ruling


class Card(NamedTuple):
    """The card that a certificate earns, and how each rule came out."""

    card: str
    findings: tuple[Finding, ...]


def card_of(rule_set: RuleSet, payload: Mapping[Any, Any], *, at: datetime) -> Card:
    """Find the best card whose rules all pass; a better one that stays open keeps it open."""
    findings: list[Finding] = []
    kinds, data = frozenset(kinds_in(payload)), data_for(payload, at=at)
    for tier in rule_set.tiers:
        rules = [rule for rule in tier.rules if rule.is_in_force(at) and rule.kinds & kinds]
        found = [Finding(tier.card, rule, rule.judge(data)) for rule in rules]
        findings += found
        rulings = {each.ruling for each in found}
        if Ruling.FAILED in rulings or not rulings:
            continue
        return Card(OPEN if Ruling.OPEN in rulings else tier.card, tuple(findings))
    return Card(NO_CARD, tuple(findings))


def data_for(payload: Mapping[Any, Any], *, at: datetime) -> dict[str, Any]:
    """Lay out what rules may ask: the payload, the moment, the day in Viet Nam, the value sets.

    Days are counted in Viet Nam: at six in the morning its day has begun, the universal one not.
    """
    return {
        "payload": as_json(payload),
        "external": {
            "validationClock": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "validationDay": at.astimezone(VIET_NAM).date().isoformat(),
            "valueSets": VALUE_SETS,
        },
    }


def read_rule_set(content: Mapping[str, Any]) -> RuleSet:
    """Read a rule set; whatever is wrong with it, it is refused as a whole."""
    try:
        tiers = tuple(_tier(each) for each in content["Tiers"])
        _expect(bool(tiers) and len({tier.card for tier in tiers}) == len(tiers))
        _expect(bool(VERSION.fullmatch(content["Version"])))
        return RuleSet(
            identifier=str(content["Identifier"]),
            version=content["Version"],
            status=str(content["Status"]),
            names=_words(content["Name"]),
            tiers=tiers,
            tests=tuple(content.get("Tests", ())),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CertificateError(Reason.RULES_WRONG) from error


def _tier(content: Mapping[str, Any]) -> Tier:
    rules = tuple(_rule(each) for each in content["Rules"])
    _expect(bool(rules) and bool(_CARD.fullmatch(content["Card"])))
    _expect(content["Card"] not in (OPEN, NO_CARD))
    return Tier(content["Card"], _words(content["Name"]), rules)


def _rule(content: Mapping[str, Any]) -> Rule:
    _expect(bool(IDENTIFIER.fullmatch(content["Identifier"])))
    _expect(bool(VERSION.fullmatch(content["Version"])))
    _expect((content["Type"], content["Engine"]) == ("Acceptance", "CERTLOGIC"))
    _expect(isinstance(content["Logic"], dict))
    return Rule(
        identifier=content["Identifier"],
        version=content["Version"],
        kinds=KINDS[content["CertificateType"]],
        valid_from=to_moment(content["ValidFrom"]),
        valid_until=to_moment(content["ValidTo"]),
        affected_fields=tuple(map(str, content["AffectedFields"])),
        description=_words(content["Description"]),
        logic=content["Logic"],
    )


def _words(content: Any) -> dict[str, str]:
    """Read words by language; Vietnamese and English must be there."""
    words = {str(each["lang"]): str(each["desc"]) for each in content}
    _expect({"vi", "en"} <= words.keys() and all(words.values()))
    return words


def _expect(condition: bool) -> None:
    if not condition:
        raise CertificateError(Reason.RULES_WRONG)


def shipped_rule_sets() -> Iterator[dict[str, Any]]:
    """Give the rule sets that come with the program, all of them proposals."""
    folder = files("certificate_format") / "rule_sets"
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        yield json.loads(file.read_text(encoding="utf-8"))
