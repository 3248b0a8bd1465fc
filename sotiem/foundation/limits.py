"""What the asker pays: so many times in so long, counted for all processes together.

Call `spend` outside a transaction where what is refused must count too (codes that are guessed).
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection

from sotiem.foundation.models import Allowance
from sotiem.foundation.refusals import TooManyRequests

LONGEST_WINDOW: Final = timedelta(days=2)

SPEND = """
INSERT INTO foundation_allowance AS a (key, window_started_at, spent) VALUES (%(key)s, %(at)s, 1)
ON CONFLICT (key) DO UPDATE SET
    spent = CASE WHEN a.window_started_at <= %(oldest)s THEN 1 ELSE a.spent + 1 END,
    window_started_at = CASE WHEN a.window_started_at <= %(oldest)s THEN %(at)s
                             ELSE a.window_started_at END
RETURNING spent, window_started_at
"""


def spend(purpose: str, who: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Count one use; refuse when there were more than `limit` in the window.

    `who` (a phone, an address) is kept only as a keyed hash.
    """
    secret = settings.SECRET_KEY
    key = hashlib.sha256(f"{secret}|{purpose}|{who}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(SPEND, {"key": key, "at": at, "oldest": at - per})
        spent, started_at = cursor.fetchone()
    if spent > limit:
        left = started_at + per - at
        raise TooManyRequests(minutes=max(1, round(left.total_seconds() / 60)))


def forget(*, at: datetime) -> None:
    """Delete counts whose window has surely passed."""
    Allowance.objects.filter(window_started_at__lt=at - LONGEST_WINDOW).delete()
