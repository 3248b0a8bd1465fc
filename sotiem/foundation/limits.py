"""What the asker pays: so many times in so long, counted for all processes together.

Call `spend` outside a transaction where what is refused must count too (codes that are guessed).
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import connection

from sotiem.foundation.models import Allowance
from sotiem.foundation.refusals import TooManyRequests

LONGEST_WINDOW: Final = timedelta(days=2)

# A power cut may forgive a use, so nobody waits for the disk; but what else the same transaction
# does must last. Keys in order, so that no two wait for each other.
SPEND: Final = """
WITH in_no_hurry AS MATERIALIZED (SELECT CASE WHEN %(alone)s
    THEN set_config('synchronous_commit', 'off', true) ELSE '' END AS done)
INSERT INTO foundation_allowance AS a (key, window_started_at, spent)
SELECT wanted.key, %(at)s, 1 FROM in_no_hurry, unnest(%(keys)s::text[]) AS wanted (key)
WHERE in_no_hurry.done IS NOT NULL ORDER BY wanted.key
ON CONFLICT (key) DO UPDATE SET
    spent = CASE WHEN a.window_started_at <= %(oldest)s THEN 1 ELSE a.spent + 1 END,
    window_started_at = CASE WHEN a.window_started_at <= %(oldest)s THEN %(at)s
                             ELSE a.window_started_at END
RETURNING key, spent, window_started_at
"""


class Use(NamedTuple):
    """One thing that is counted: `who` (a phone, an address) is kept only as a keyed hash."""

    purpose: str
    who: str
    limit: int

    @property
    def key(self) -> str:
        return hashlib.sha256(
            f"{settings.SECRET_KEY}|{self.purpose}|{self.who}".encode()
        ).hexdigest()


def spend(purpose: str, who: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one use; refuse when there were more than `limit` in the window."""
    spend_all(Use(purpose, who, limit), per=per, at=at)


def spend_all(*uses: Use, per: timedelta, at: datetime) -> None:
    """Count several uses in one statement; refuse when there were too many of one of them."""
    limits = {use.key: use.limit for use in uses}
    with connection.cursor() as cursor:
        alone = not connection.in_atomic_block
        cursor.execute(SPEND, {"keys": list(limits), "at": at, "oldest": at - per, "alone": alone})
        over = [began for key, spent, began in cursor.fetchall() if spent > limits[key]]
    if over:
        left = max(over) + per - at
        raise TooManyRequests(minutes=max(1, round(left.total_seconds() / 60)))


def forget(*, at: datetime) -> None:
    """Delete counts whose window has surely passed."""
    Allowance.objects.filter(window_started_at__lt=at - LONGEST_WINDOW).delete()
