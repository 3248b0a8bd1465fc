"""A check as programs are told of it: step by step, on the command line and over HTTP alike."""

from dataclasses import asdict
from typing import Any, Final, NamedTuple

from certificate_format import Outcome
from sotiem.certificates.facts import Standing, Verification

RECORD: Final = "record"
VALID, NOT_VALID, UNREADABLE = "valid", "not_valid", "unreadable"


class StepTaken(NamedTuple):
    """How one step of the check ended, the look at our own record among them."""

    step: str
    outcome: Outcome
    reason: str | None


def verdict_of(verification: Verification) -> str:
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
