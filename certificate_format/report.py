"""A judgement as programs read it: one JSON object, each step true, false or null."""

from collections.abc import Mapping
from datetime import date, datetime
from math import isfinite
from typing import Any, Final

from certificate_format.verdict import Judgement, Outcome, Step

# Nothing was judged: what one object says when there is no text.
NOTHING: Final[Mapping[str, Any]] = {
    **{step.value: None for step in Step},
    "verdict": None,
    "payload": None,
    "reasons": [],
    "remarks": [],
    "kid": None,
    "issuer": None,
    "issued_at": None,
    "expires_at": None,
}
_ANSWERS: Final = {Outcome.PASSED: True, Outcome.FAILED: False, Outcome.NOT_REACHED: None}


def report(judgement: Judgement) -> dict[str, Any]:
    """Tell every step, and what the text says, whether it is to be believed or not.

    `payload` is what the text says in its own two-letter fields, as soon as it can be read at all:
    it is true only if `signature` is. `reasons` name the steps that failed and, at their end, the
    `remarks`: what is odd in a certificate and leaves it valid.
    """
    said = judgement.unproven
    failures = [verdict.reason.value for verdict in judgement.verdicts if verdict.reason]
    remarks = [reason.value for reason in judgement.remarks]
    return {
        **{verdict.step.value: _ANSWERS[verdict.outcome] for verdict in judgement.verdicts},
        "verdict": judgement.is_valid,
        "payload": as_json(said.fields) if said else None,
        "reasons": [*failures, *remarks],
        "remarks": remarks,
        "kid": judgement.kid.hex() if judgement.kid else None,
        "issuer": said.issuer if said else None,
        "issued_at": as_json(said.issued_at) if said else None,
        "expires_at": as_json(said.expires_at) if said else None,
    }


def as_json(value: object) -> Any:
    """Write a value of CBOR as JSON can hold it."""
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if isfinite(value) else None
        case datetime() | date():
            return value.isoformat()
        case bytes():
            return value.hex()
        case Mapping():
            return {_key(key): as_json(held) for key, held in value.items()}
        case list() | tuple() | set() | frozenset():
            return [as_json(held) for held in value]
    return None


def _key(key: object) -> str:
    return key if isinstance(key, str) else str(as_json(key))
