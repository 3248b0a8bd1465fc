"""Rule sets as text and as what officers change in them, without database or clock."""

import copy
import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

PROPOSED: Final = "proposed"
PUBLISHED: Final = "published"
_DAYS: Final = (1, "plusTime", 1)


class Meaning(StrEnum):
    """What a number in a rule stands for."""

    WAIT = "wait"  # days that must have passed
    LASTS = "lasts"  # days that it holds
    DOSES = "doses"  # doses at least


class Knob(NamedTuple):
    """A number in a rule that officers change without writing CertLogic.

    `path` leads to it from the rule set.
    """

    meaning: Meaning
    path: tuple[str | int, ...]
    value: int


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    SAME = "same"


class Part(NamedTuple):
    """One thing that two versions of a rule say, each in its own words."""

    name: str
    old: Any
    new: Any


class Difference(NamedTuple):
    """What became of one rule (by its identifier), or of all that is no rule (without one)."""

    rule: str
    change: Change
    parts: tuple[Part, ...]


def written(content: Mapping[str, Any]) -> str:
    """Write a rule set as people edit it, its fields in the order that its writer gave them."""
    return json.dumps(content, ensure_ascii=False, indent=1)


def numbered(content: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Give a rule set the version that it is published as."""
    return {**content, "Version": f"{number}.0.0", "Status": PUBLISHED}


def without_tests(content: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what only officers need."""
    return {key: held for key, held in content.items() if key != "Tests"}


def rules_of(content: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str | int, ...], Any]]:
    """List the card, the path and the content of each rule."""
    for t, tier in enumerate(content["Tiers"]):
        for r, rule in enumerate(tier["Rules"]):
            yield tier["Card"], ("Tiers", t, "Rules", r), rule


def knobs_of(rule: Mapping[str, Any], path: tuple[str | int, ...] = ()) -> list[Knob]:
    """Find the numbers of a rule that have a simple meaning."""
    return list(_knobs_in(rule["Logic"], (*path, "Logic")))


def _knobs_in(logic: Any, path: tuple[str | int, ...]) -> Iterator[Knob]:
    match logic:
        case {"not-before": [_, {"plusTime": [{"var": str(of)}, int(days), "day"]}]} if _is_said(
            of
        ):
            yield Knob(Meaning.WAIT, (*path, "not-before", *_DAYS), days)
        case {"not-after": [_, {"plusTime": [{"var": str(of)}, int(days), "day"]}]} if _is_said(of):
            yield Knob(Meaning.LASTS, (*path, "not-after", *_DAYS), days)
        case {">=": [{"var": "payload.v.0.dn"}, int(doses)]}:
            yield Knob(Meaning.DOSES, (*path, ">=", 1), doses)
        case dict():
            for key, held in logic.items():
                yield from _knobs_in(held, (*path, key))
        case list():
            for place, held in enumerate(logic):
                yield from _knobs_in(held, (*path, place))


def _is_said(path: str) -> bool:
    """Whether a path leads to what the certificate says."""
    return path.startswith("payload.")


def at_path(content: Any, path: Sequence[str | int]) -> Any:
    """Follow a path."""
    for step in path:
        content = content[step]
    return content


def turned(
    content: Mapping[str, Any], values: Mapping[tuple[str | int, ...], Any]
) -> dict[str, Any]:
    """Put other values in their places."""
    changed: dict[str, Any] = copy.deepcopy(dict(content))
    for path, value in values.items():
        at_path(changed, path[:-1])[path[-1]] = value
    return changed


def differences(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> list[Difference]:
    """Say, rule by rule, what another version says otherwise; then what else it says otherwise."""
    before, after = _told_by_rule(old), _told_by_rule(new)
    found = []
    for rule in dict.fromkeys([*before, *after]):
        was, now = before.get(rule, {}), after.get(rule, {})
        parts = tuple(
            Part(name, was.get(name), now.get(name))
            for name in dict.fromkeys([*was, *now])
            if was.get(name) != now.get(name)
        )
        change = Change.CHANGED if parts else Change.SAME
        if not (was and now):
            change = Change.REMOVED if was else Change.ADDED
        found.append(Difference(rule, change, parts))
    return found


def _told_by_rule(content: Mapping[str, Any] | None) -> dict[str, dict[str, Any]]:
    if content is None:
        return {}
    told = {rule["Identifier"]: _told(card, rule) for card, _, rule in rules_of(content)}
    return {**told, "": _told_beside(content)}


def _told(card: str, rule: Mapping[str, Any]) -> dict[str, Any]:
    """What a rule says; its numbers apart, so that a change of one is seen as that."""
    knobs = knobs_of(rule)
    seen: dict[str, int] = {}
    told: dict[str, Any] = {"card": card}
    told |= {f"words_{each['lang']}": each["desc"] for each in rule["Description"]}
    for knob in knobs:
        seen[knob.meaning] = place = seen.get(knob.meaning, 0) + 1
        told[f"{knob.meaning}_{place}"] = knob.value
    told["logic"] = turned(rule, {knob.path: knob.meaning for knob in knobs})["Logic"]
    rest = ("CertificateType", "ValidFrom", "ValidTo", "AffectedFields", "Version")
    return told | {name: rule.get(name) for name in rest}


def _told_beside(content: Mapping[str, Any]) -> dict[str, Any]:
    told = {"name": _both(content["Name"])}
    told |= {tier["Card"]: _both(tier["Name"]) for tier in content["Tiers"]}
    return told | {f"test {test['Name']}": test for test in content["Tests"]}


def _both(words: Sequence[Mapping[str, str]]) -> str:
    return " / ".join(each["desc"] for each in words)
