"""Decisions about reactions, without database or clock."""

from datetime import datetime, timedelta
from typing import Final

URGENT_WITHIN: Final = timedelta(minutes=30)
SOON: Final = timedelta(hours=24)


def due_at(at: datetime, *, is_urgent: bool) -> datetime:
    """By when somebody ought to look at what was just said."""
    return at + (URGENT_WITHIN if is_urgent else SOON)
