"""By when a request is answered; without database or clock."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from sotiem.data_requests.facts import (
    ANSWER_WITHIN_DAYS,
    BASES,
    EXTENDED_BY_DAYS,
    NEVER_DELETED,
    Item,
    Verdict,
)

EXPORTS_A_DAY: Final = 5
REQUESTS_A_DAY: Final = 3


def due_at(items: Collection[Item], submitted_at: datetime) -> datetime:
    """The soonest that the law asks for any of these."""
    return submitted_at + timedelta(days=min(ANSWER_WITHIN_DAYS[item] for item in items))


def extended(due: datetime) -> datetime:
    return due + timedelta(days=EXTENDED_BY_DAYS)


def is_complete(items: Collection[str], verdicts: Mapping[Item, Verdict]) -> bool:
    """Whether each item is answered, each refusal with a basis, and no record deleted."""
    return set(items) == {str(item) for item in verdicts} and all(
        (verdict.delete and item not in NEVER_DELETED)
        or (not verdict.delete and verdict.basis in BASES)
        for item, verdict in verdicts.items()
    )
