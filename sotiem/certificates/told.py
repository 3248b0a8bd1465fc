"""A check as programs are told of it: step by step, on the command line and over HTTP alike."""

from dataclasses import asdict
from typing import Any, Final, NamedTuple

from certificate_format import Outcome, Step
from sotiem.certificates.facts import CardVerification, Standing, Verification

RECORD: Final = "record"
CARD_STEPS: Final = (Step.SIGNATURE, Step.WINDOW, RECORD)
VALID, NOT_VALID, UNREADABLE = "valid", "not_valid", "unreadable"


class StepTaken(NamedTuple):
    """How one step of the check ended, the look at our own record among them."""

    step: str
    outcome: Outcome
    reason: str | None


def verdict_of(verification: Verification | CardVerification) -> str:
    """The whole in one word."""
    if verification.standing is Standing.UNREADABLE:
        return UNREADABLE
    return VALID if verification.is_valid else NOT_VALID


def steps_of(verification: Verification) -> list[StepTaken]:
    """The nine steps of the format, and ours."""
    judged = [
        StepTaken(verdict.step, verdict.outcome, verdict.reason)
        for verdict in verification.judgement.verdicts
    ]
    return [*judged, _look_at_record(verification)]


def told(verification: Verification) -> dict[str, Any]:
    """All of it; of an untrusted or revoked certificate nothing about the person."""
    steps = steps_of(verification)
    return {
        "verdict": verdict_of(verification),
        "standing": verification.standing,
        "country": verification.country,
        "steps": [step._asdict() for step in steps],
        "payload": asdict(verification.payload) if verification.payload else None,
        "reasons": [step.reason for step in steps if step.reason],
    }


def steps_of_card(verification: CardVerification) -> list[StepTaken]:
    """Its signature, its window, and ours."""
    reason, standing = verification.judgement.reason, verification.standing
    if standing is Standing.UNREADABLE:
        return [StepTaken(step, Outcome.NOT_REACHED, None) for step in CARD_STEPS]
    if not verification.judgement.is_signed:
        signature = StepTaken(Step.SIGNATURE, Outcome.FAILED, reason)
        return [signature, *(StepTaken(each, Outcome.NOT_REACHED, None) for each in CARD_STEPS[1:])]
    window = Outcome.FAILED if reason else Outcome.PASSED
    is_revoked = standing is Standing.REPLACED
    return [
        StepTaken(Step.SIGNATURE, Outcome.PASSED, None),
        StepTaken(Step.WINDOW, window, reason),
        StepTaken(
            RECORD,
            Outcome.FAILED if is_revoked else Outcome.PASSED,
            standing if is_revoked else None,
        ),
    ]


def told_card(verification: CardVerification) -> dict[str, Any]:
    """All that a check of a SMART Health Card said; of a revoked card nothing about the person."""
    steps = steps_of_card(verification)
    reasons = [step.reason for step in steps if step.reason]
    return {
        "verdict": verdict_of(verification),
        "standing": verification.standing,
        "steps": [step._asdict() for step in steps],
        "payload": asdict(verification.card) if verification.card else None,
        "reasons": reasons or [reason for reason in (verification.judgement.reason,) if reason],
    }


def told_unread(reason: str) -> dict[str, Any]:
    """The same of something that holds no certificate."""
    return {
        "verdict": UNREADABLE,
        "standing": Standing.UNREADABLE,
        "country": None,
        "steps": [],
        "payload": None,
        "reasons": [reason],
    }


def _look_at_record(verification: Verification) -> StepTaken:
    standing = verification.standing
    if not verification.judgement.is_signed or verification.is_foreign:
        return StepTaken(RECORD, Outcome.NOT_REACHED, None)
    if standing in (Standing.REPLACED, Standing.WITHDRAWN, Standing.NOT_ON_RECORD):
        return StepTaken(RECORD, Outcome.FAILED, standing)
    return StepTaken(RECORD, Outcome.PASSED, None)
