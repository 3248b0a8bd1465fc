"""How long to wait before asking again, and how many at once."""

from datetime import datetime, timedelta
from typing import Final

AT_THE_DESK: Final = 1.5  # seconds that someone waits at a desk for an answer
BEHIND_THE_DESK: Final = 30.0  # seconds that a program waits
AT_ONCE: Final = 200  # questions in one request
PER_MINUTE: Final = 10  # requests
PER_NIGHT: Final = 100_000  # people nobody has asked about yet

# After so long, whoever took up a check and did not answer it has died.
TAKEN_UP: Final = timedelta(minutes=5)
_FIRST_WAIT: Final = timedelta(minutes=5)
_LONGEST_WAIT: Final = timedelta(days=1)


def next_try(tries: int, *, at: datetime) -> datetime:
    """Ask soon again, then less and less often, and every day in the end."""
    wait: timedelta = _FIRST_WAIT * 3 ** min(tries - 1, 8)
    return at + min(wait, _LONGEST_WAIT)
