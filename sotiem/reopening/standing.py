"""How somebody stands with the rules today, since when, until when, and why.

Nothing is judged here: `certificate_format.rules` is asked again for the days on which a rule may
turn, and those stand in the rule.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from certificate_format import TrustList, judge_many
from certificate_format.rules import (
    VIET_NAM,
    Card,
    Rule,
    RuleSet,
    Ruling,
    card_of,
    data_for,
    read_rule_set,
)
from sotiem.reopening.facts import Offered, Reason, Standing
from sotiem.reopening.queries import offered
from sotiem.reopening.rules import Knob, Meaning, at_path, knobs_of


def standings_of(text: str, *, at: datetime) -> list[Standing]:
    """The card that a certificate (its text) of ours earns by each rule set on offer."""
    judgement = next(iter(judge_many([text], trust=TrustList([]), at=at)))
    if judgement.unproven is None:
        return []
    asked = _Asked(judgement.unproven.fields, at)
    return [asked.standing(each) for each in offered(at)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A certificate's payload and a moment, to be held against rule sets."""

    payload: Mapping[Any, Any]
    at: datetime

    @property
    def today(self) -> date:
        return self.at.astimezone(VIET_NAM).date()

    def standing(self, each: Offered) -> Standing:
        rule_set = read_rule_set(each.content)
        now = card_of(rule_set, self.payload, at=self.at)
        begun = each.valid_from.astimezone(VIET_NAM).date() if each.valid_from else None
        rules = [rule for tier in rule_set.tiers for rule in tier.rules]
        days = sorted({day for rule in rules for day in self._turns(rule)})
        tier = next((tier for tier in rule_set.tiers if tier.card == now.card), None)
        return Standing(
            identifier=rule_set.identifier,
            number=each.number,
            names=rule_set.names,
            card=now.card,
            card_names=tier.names if tier else {},
            reasons=tuple(self._reason(*finding) for finding in now.findings),
            in_force_since=each.valid_from,
            since=self._since(rule_set, now, days, begun),
            until=self._first(rule_set, now, (day for day in days if day > self.today)),
        )

    def _reason(self, card: str, rule: Rule, ruling: Ruling) -> Reason:
        later = sorted(day for day in self._turns(rule) if day > self.today)
        turns = (day for day in later if rule.judge(self._on(day)) != ruling)
        turns_on = next(turns, None)
        waits = [
            (knob.value, day - timedelta(days=knob.value))
            for knob, day in self._knob_days(rule)
            if knob.meaning == Meaning.WAIT and day == turns_on and ruling == Ruling.FAILED
        ]
        return Reason(
            card=card,
            rule=rule.identifier,
            words=rule.description,
            passed=ruling == Ruling.PASSED,
            is_open=ruling == Ruling.OPEN,
            turns_on=turns_on,
            waits_days=waits[0][0] if waits else None,
            waits_from=waits[0][1] if waits else None,
        )

    def _since(
        self, rule_set: RuleSet, now: Card, days: Iterable[date], begun: date | None
    ) -> date | None:
        """The first day of the card that is still held, by the version in force."""
        known = {day for day in days if day <= self.today and (begun is None or day > begun)}
        since = begun
        for day in sorted(known | ({begun} if begun else set()), reverse=True):
            if card_of(rule_set, self.payload, at=_noon(day)).card != now.card:
                return since
            since = day
        return since

    def _first(self, rule_set: RuleSet, now: Card, days: Iterable[date]) -> date | None:
        others = (
            day for day in days if card_of(rule_set, self.payload, at=_noon(day)).card != now.card
        )
        return next(others, None)

    def _turns(self, rule: Rule) -> Iterator[date]:
        """The days on which what a rule says of this certificate may change."""
        for knob, day in self._knob_days(rule):
            yield day + timedelta(days=knob.meaning == Meaning.LASTS)
        yield rule.valid_from.astimezone(VIET_NAM).date()
        if rule.valid_until.year < date.max.year:
            yield rule.valid_until.astimezone(VIET_NAM).date() + timedelta(days=1)

    def _knob_days(self, rule: Rule) -> Iterator[tuple[Knob, date]]:
        """Each number of days in a rule, with the day that it leads to."""
        logic, data = {"Logic": rule.logic}, data_for(self.payload, at=self.at)
        for knob in knobs_of(logic):
            if knob.meaning == Meaning.DOSES:
                continue
            told = _at(data, at_path(logic, knob.path[:-1])[0]["var"])
            try:
                yield knob, date.fromisoformat(str(told)[:10]) + timedelta(days=knob.value)
            except (ValueError, OverflowError):
                continue

    def _on(self, day: date) -> dict[str, Any]:
        return data_for(self.payload, at=_noon(day))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=VIET_NAM)


def _at(data: Any, path: str) -> Any:
    for step in path.split("."):
        try:
            data = data[int(step)] if step.isdecimal() else data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data
