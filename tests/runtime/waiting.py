"""Waiting for another process without guessing how long it takes."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from types import TracebackType

LONGEST_IN_SECONDS = 60


def ends(pid: int) -> bool:
    """Wait for the end of a process that need not be our child."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], LONGEST_IN_SECONDS)[0])
    finally:
        os.close(handle)


def offspring(pid: int) -> list[int]:
    """The processes that this one has started and that still live."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False
    )
    return [int(line) for line in found.stdout.split()]


class Script:
    """A Python program of its own that tells us lines, one at a time."""

    def __init__(self, text: str, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", text, *map(str, arguments)], stdout=subprocess.PIPE, text=True
        )

    def says(self) -> str:
        """The next line; empty if it ended."""
        assert self.process.stdout is not None
        assert select.select([self.process.stdout], [], [], LONGEST_IN_SECONDS)[0], "it is silent"
        return self.process.stdout.readline().strip()

    def kill(self, number: signal.Signals = signal.SIGKILL) -> int:
        """Send it a signal, and wait for its end."""
        self.process.send_signal(number)
        return self.process.wait(LONGEST_IN_SECONDS)

    def __enter__(self) -> "Script":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


class Announcements:
    """A named pipe into which processes write who they are; it ends when all of them did."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self._pipe = os.open(path, os.O_RDONLY | os.O_NONBLOCK)

    def next(self) -> str:
        """The next announcement, or an empty text when every writer is gone."""
        word = ""
        while not word.endswith("\n"):
            assert select.select([self._pipe], [], [], LONGEST_IN_SECONDS)[0], "nobody writes"
            letter = os.read(self._pipe, 1).decode()
            if not letter:
                return ""
            word += letter
        return word.strip()

    def close(self) -> None:
        os.close(self._pipe)
