"""Seconds of the processor that programs took: what another program's work does not change."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from benchmarks.matching.running import PROC, children_of

A_SECOND: Final = os.sysconf("SC_CLK_TCK")
# Of `/proc/PID/stat` behind the name: own and system time, then those of children that have ended.
WORKER: Final = b"worker\0"
_TIMES: Final = slice(11, 15)


def seconds_of(programs: Iterable[int]) -> float:
    """What these and all that they began have taken so far."""
    known: set[int] = set()
    waiting = list(programs)
    while waiting:
        known.update(waiting)
        waiting = [pid for pid in children_of(waiting) if pid not in known]
    return sum(map(_ticks, known)) / A_SECOND


def worker_of(program: int) -> list[int]:
    """The worker among what a program began."""
    below = [program]
    for pid in below:
        below += children_of([pid])
    return [pid for pid in below if (PROC / str(pid) / "cmdline").read_bytes().endswith(WORKER)]


def database_of(home: Path) -> int:
    """PostgreSQL of a home folder: the process that begins all others."""
    return int((home / "postgres" / "data" / "postmaster.pid").read_text().split()[0])


def _ticks(pid: int) -> int:
    try:
        told = (PROC / str(pid) / "stat").read_text()
    except OSError:
        return 0
    return sum(map(int, told.rpartition(")")[2].split()[_TIMES]))
