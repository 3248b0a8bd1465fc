"""Waiting until something has happened, however fast or slow the machine is."""

import time
from collections.abc import Callable
from threading import Event
from typing import Final, TypeVar

LOOK_EVERY_SECONDS: Final = 0.1
LONGEST_IN_SECONDS: Final = 90

Seen = TypeVar("Seen")


def until(look: Callable[[], Seen | None], *, within: float = LONGEST_IN_SECONDS) -> Seen:
    """Look again and again until there is something to see, and return it."""
    deadline = time.monotonic() + within
    pause = Event()
    while not (seen := look()):
        assert time.monotonic() < deadline, f"it did not happen within {within} seconds"
        pause.wait(LOOK_EVERY_SECONDS)
    return seen
