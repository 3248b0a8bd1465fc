"""How keys of programs are kept, and how long one may last."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

LONGEST: Final = timedelta(days=366)
MOST_KEYS: Final = 10
# Letters at the end by which people tell their keys apart.
SHOWN: Final = 4


def hash_of(token: str) -> str:
    """What is kept of a key: it is random enough that no salt is needed."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def ends_in_time(expires_at: datetime, *, at: datetime) -> bool:
    """Whether a key made now would end, and within a year."""
    return at < expires_at <= at + LONGEST
