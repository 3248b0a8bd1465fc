"""The processes of one running copy: started in order, watched, ended in order."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from sotiem.runtime.children import dying_with_parent
from sotiem.runtime.postgres import PostgreSQL

TICK_IN_SECONDS: Final = 0.1
STEADY_AFTER_SECONDS: Final = 10
LONGEST_PAUSE_IN_SECONDS: Final = 10
STARTS_BEFORE_GIVING_UP: Final = 5
STOP_PATIENCE_IN_SECONDS: Final = 15


class ChildDidNotStart(Exception):
    """A process ended again and again as soon as it was started."""


@dataclass
class Child:
    """One process we keep alive, with whatever it starts itself."""

    name: str
    command: Sequence[str]
    log: Path | None = None
    failures: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    _started: float = 0
    _next_start: float = 0

    def watch(self, *, may_give_up: bool) -> None:
        """Start it, or start it again: at once the first time, later each time it fails.

        What has worked once is tried for ever: its database may only be away for a while.
        """
        if self.process is not None:
            if self.process.poll() is None:
                return
            self._bury(self.process, may_give_up=may_give_up)
        if time.monotonic() >= self._next_start:
            self._start()

    def stop(self) -> None:
        """Ask it to finish what it does, and end it if it does not."""
        process, self.process = self.process, None
        if process is None:
            return
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_PATIENCE_IN_SECONDS)
        _kill_group(process)

    def _start(self) -> None:
        self._started = time.monotonic()
        with contextlib.ExitStack() as stack:
            output = stack.enter_context(self.log.open("ab")) if self.log else None
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGTERM),
            )

    def _bury(self, process: subprocess.Popen[bytes], *, may_give_up: bool) -> None:
        """Clear away what the dead process left, and decide when to try again."""
        _kill_group(process)
        self.process = None
        steady = time.monotonic() - self._started > STEADY_AFTER_SECONDS
        self.failures = 1 if steady else self.failures + 1
        if may_give_up and self.failures >= STARTS_BEFORE_GIVING_UP:
            raise ChildDidNotStart(self._farewell(process.returncode))
        pause = min(0.1 * 2 ** min(self.failures, 10), LONGEST_PAUSE_IN_SECONDS)
        self._next_start = time.monotonic() + pause

    def _farewell(self, code: int) -> str:
        words = f"The {self.name} ended {self.failures} times, the last time with {code}."
        if self.log is None:
            return words
        lines = self.log.read_text(errors="replace").splitlines()[-12:]
        return "\n".join([words, *lines, f"See {self.log}"])


class Supervisor:
    """Keeps the database and the children running until someone asks it to stop."""

    def __init__(self, database: PostgreSQL | None, children: Sequence[Child]) -> None:
        self._database = database
        self._children = children
        self._asked_to_stop = False

    def run(self, *, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Run until Ctrl-C or SIGTERM; tell once when everything answers.

        Raises `ChildDidNotStart` or `PostgresDidNotStart` when something cannot run.
        """
        told = False
        with self._hearing_signals():
            try:
                while not self._asked_to_stop:
                    self._watch_database()
                    for child in self._children:
                        child.watch(may_give_up=not told)
                    if not told and is_ready():
                        told = True
                        when_ready()
                    time.sleep(TICK_IN_SECONDS)
            finally:
                self.stop()

    def stop(self) -> None:
        """End everything: first who answers people, last the database."""
        for child in self._children:
            child.stop()
        if self._database is not None:
            self._database.stop()

    def _watch_database(self) -> None:
        """Bring the database back; if it had to move to another port, everybody starts anew."""
        if self._database is None or self._database.is_running():
            return
        self._database.start(attached=True)
        address = self._database.url()
        if os.environ.get("DATABASE_URL") != address:
            os.environ["DATABASE_URL"] = address
            for child in self._children:
                child.stop()

    @contextlib.contextmanager
    def _hearing_signals(self) -> Iterator[None]:
        def ask(_number: int, _frame: FrameType | None) -> None:
            self._asked_to_stop = True

        before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what is left of the process and of everything it started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
