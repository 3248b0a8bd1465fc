"""Versions, differences and previews, laid out for pages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils.functional import Promise

from certificate_format.rule_checks import run_tests
from certificate_format.rules import card_of, read_rule_set
from sotiem.portals.components.comparison import Comparison, compare
from sotiem.portals.rules.words import (
    CARDS,
    CHANGES,
    IN_FORCE,
    STATES,
    TONES,
    part_in_words,
    value_in_words,
    words_of,
)
from sotiem.reopening.facts import Preview
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.queries import NOTHING_YET
from sotiem.reopening.rules import Change, differences, rules_of


class ToldVersion(NamedTuple):
    """A version in a list of versions."""

    version: RuleVersion
    name: str
    state: Promise
    tone: str


class ToldRule(NamedTuple):
    """A rule in words, and what became of it."""

    identifier: str
    change: Promise
    tone: str
    comparison: Comparison


class ToldTest(NamedTuple):
    """A person on trial, all invented, and her card now and then."""

    name: str
    at: datetime
    now: Promise
    then: Promise
    tone: str
    differs: bool


class Total(NamedTuple):
    """How many people have a card, and would have it."""

    card: Promise
    now: int
    then: int


class Move(NamedTuple):
    """How many people would have another card."""

    now: Promise
    then: Promise
    number: int


def told_version(version: RuleVersion, *, in_force: Sequence[int]) -> ToldVersion:
    """A version with the word for how it stands; `in_force` are the keys of those that hold now."""
    state, tone = IN_FORCE if version.pk in in_force else STATES[version.state]
    return ToldVersion(version, words_of(version.content["Name"]), state, tone)


def told_rules(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each rule by its card and its words."""
    return [
        {"card": CARDS[card], "tone": TONES[card], "identifier": rule["Identifier"],
         "words": words_of(rule["Description"])}
        for card, _path, rule in rules_of(content)
    ]  # fmt: skip


def told_differences(
    old: Mapping[str, Any] | None, new: Mapping[str, Any], columns: Sequence[str]
) -> list[ToldRule]:
    """What changes, rule by rule; what stays is told in a word."""
    found = []
    for each in differences(old, new):
        if not each.rule and each.change is Change.SAME:
            continue
        rows = [
            (part_in_words(part.name), tuple(value_in_words(part.name, v) for v in part[1:]))
            for part in each.parts
        ]
        found.append(ToldRule(each.rule, *CHANGES[each.change], compare(columns, rows)))
    return found


def told_tests(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[ToldTest]:
    """The people beside the rules, each with her card by the old version and by the new one."""
    before, after = read_rule_set(old) if old else None, read_rule_set(new)
    found = []
    for test, run in zip(after.tests, run_tests(after), strict=True):
        now = card_of(before, test["Payload"], at=run.at).card if before else NOTHING_YET
        tone = TONES.get(run.found, "neutral")
        differs = now not in (run.found, NOTHING_YET)
        found.append(ToldTest(run.name, run.at, CARDS[now], CARDS[run.found], tone, differs))
    return found


def told_totals(preview: Preview) -> list[Total]:
    """How many certificates have each card, and would have it."""
    totals = [Total(name, preview.now(card), preview.then(card)) for card, name in CARDS.items()]
    return [total for total in totals if total.now or total.then]


def told_moves(preview: Preview) -> list[Move]:
    """Who would move, the many first."""
    moved = [(pair, number) for pair, number in preview.moves.items() if pair[0] != pair[1]]
    moved.sort(key=lambda each: (-each[1], each[0]))
    return [Move(CARDS[now], CARDS[then], number) for (now, then), number in moved]
