"""What verifiers fetch of rules: what holds now and what will follow, signed and numbered."""

from datetime import datetime, timedelta
from typing import Any, Final

from certificate_format.signed_list import sign_list
from sotiem.certificates.operations.keys import list_key_in_force, open_list_key
from sotiem.certificates.published import HOLDS_FOR, NoSuchList
from sotiem.reopening import queries
from sotiem.reopening.models import RuleVersion
from sotiem.reopening.rules import without_tests

FORMAT: Final = "sotiem-rules-1"
# Of clocks behind ours some still stand before what has just begun.
SLOW_CLOCKS: Final = timedelta(hours=1)


def rules_signed(*, at: datetime) -> str:
    """The published rule sets, as a signed list. Its number grows with each publication."""
    key = list_key_in_force(at)
    if key is None:
        raise NoSuchList
    return sign_list(rules_told(at=at), key=open_list_key(key))


def rules_told(*, at: datetime) -> dict[str, Any]:
    """The list before it is signed. Who keeps it finds the version of any day to come in it:
    of each set the highest number that has begun, unless that has ended."""
    since = at - SLOW_CLOCKS
    return {
        "format": FORMAT,
        "seq": queries.sequence(),
        "issued": _written(at),
        "next_update": _written(at + HOLDS_FOR),
        "sets": [_told(each) for each in (*queries.begun(since), *queries.to_come(since))],
    }


def _told(version: RuleVersion) -> dict[str, Any]:
    assert version.valid_from is not None
    return {
        "number": version.number,
        "valid_from": _written(version.valid_from),
        "valid_to": _written(version.valid_to) if version.valid_to else None,
        "rules": without_tests(version.content),
    }


def _written(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
