"""A check against rules as programs are told of it, on the command line and over HTTP alike."""

from typing import Any, Final

from certificate_format import Outcome
from certificate_format.rules import NO_CARD, OPEN
from sotiem.certificates.told import NOT_VALID, UNREADABLE, StepTaken, told, verdict_of
from sotiem.reopening.facts import Ruled

RULES: Final = "rules"
REFUSED, LEFT_OPEN = "rules_refuse", "rules_open"


def step_of(ruled: Ruled) -> StepTaken:
    """How the step that asks the rules ended."""
    if ruled.card is None:
        return StepTaken(RULES, Outcome.NOT_REACHED, None)
    if ruled.card == NO_CARD:
        return StepTaken(RULES, Outcome.FAILED, REFUSED)
    if ruled.card == OPEN:
        return StepTaken(RULES, Outcome.NOT_REACHED, LEFT_OPEN)
    return StepTaken(RULES, Outcome.PASSED, None)


def verdict_by_rules(ruled: Ruled) -> str:
    """The whole in one word: what the rules leave open is not valid either."""
    alone = verdict_of(ruled.verification)
    return NOT_VALID if alone != UNREADABLE and step_of(ruled).reason else alone


def told_by_rules(ruled: Ruled) -> dict[str, Any]:
    """All that is told of a check, the card that the rules give, and how each of them came out."""
    answer, step = told(ruled.verification), step_of(ruled)
    return {
        **answer,
        "verdict": verdict_by_rules(ruled),
        "steps": [*answer["steps"], step._asdict()],
        "reasons": [*answer["reasons"], *([step.reason] if step.reason else [])],
        "rules": {
            "identifier": ruled.rule_set.identifier,
            "version": ruled.rule_set.version,
            "status": ruled.rule_set.status,
            "card": ruled.card,
            "findings": [
                {"card": each.card, "rule": each.rule.identifier, "ruling": each.ruling}
                for each in (ruled.earned.findings if ruled.earned else ())
            ],
        },
    }
