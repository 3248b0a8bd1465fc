"""After some failures in a row, nobody waits for a dead service any more."""

import threading
import time
from collections.abc import Callable
from typing import Final

FAILURES: Final = 3
REST: Final = 30.0


class Breaker:
    """Lets everybody through until several fail in a row; then one in so many seconds, to try."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._rests_until = 0.0

    def lets_through(self) -> bool:
        """Whether to try now."""
        with self._lock:
            if self._failures < FAILURES:
                return True
            if self._clock() < self._rests_until:
                return False
            self._rests_until = self._clock() + REST
            return True

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._rests_until = self._clock() + REST
