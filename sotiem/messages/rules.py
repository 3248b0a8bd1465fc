"""When a phone may ring, how long to wait before trying again, how many SMS a text is."""

import unicodedata
import zlib
from datetime import datetime, time, timedelta, timezone
from typing import Final

VIETNAM: Final = timezone(timedelta(hours=7))
NIGHT_BEGINS: Final = time(21)
NIGHT_ENDS: Final = time(7)
# What waited for the morning is sent within this hour, not all in its first second.
MORNING: Final = timedelta(hours=1)
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120, 240))
ONE_SMS: Final = 160
ONE_OF_SEVERAL: Final = 153
_CLOSED_LETTER: Final = str.maketrans("đĐ", "dD")


def is_night(at: datetime) -> bool:
    """Whether nothing should ring: from nine in the evening until seven, in Việt Nam."""
    clock = at.astimezone(VIETNAM).time()
    return clock >= NIGHT_BEGINS or clock < NIGHT_ENDS


def may_ring_at(phone: str, at: datetime) -> datetime:
    """When this phone may ring: now, or on the morning after; each phone at a second of its own."""
    if not is_night(at):
        return at
    here = at.astimezone(VIETNAM)
    morning = datetime.combine(here.date(), NIGHT_ENDS, tzinfo=VIETNAM)
    if here.time() >= NIGHT_BEGINS:
        morning += timedelta(days=1)
    return morning + timedelta(seconds=zlib.crc32(phone.encode()) % MORNING.seconds)


def try_again_at(at: datetime, *, attempts: int) -> datetime | None:
    """When to try again after so many attempts; never, when there were enough."""
    return at + PAUSES[attempts - 1] if attempts <= len(PAUSES) else None


def without_marks(text: str) -> str:
    """The text in letters of which one SMS holds 160; with marks it would hold 70."""
    letters = unicodedata.normalize("NFD", text.translate(_CLOSED_LETTER))
    return "".join(one for one in letters if not unicodedata.combining(one))


def sms_needed(text: str) -> int:
    """How many SMS carry a text without marks."""
    return 1 if len(text) <= ONE_SMS else -(-len(text) // ONE_OF_SEVERAL)
