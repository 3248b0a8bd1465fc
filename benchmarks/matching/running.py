"""Programs run from outside: how long they took, how much memory all their processes held."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
BRIEFLY = 5  # seconds


@dataclass(frozen=True, slots=True)
class Ran:
    seconds: float
    gibibytes: float
    output: str


def run(module: str, *arguments: str | Path, home: Path) -> Ran:
    """Run `python -m module` on the database of a home folder, to its good end."""
    started = time.perf_counter()
    most = 0
    command = [sys.executable, "-m", module, *map(str, arguments)]
    surroundings = {**os.environ, "SOTIEM_HOME": str(home)}
    with tempfile.TemporaryFile("w+") as told:
        process = subprocess.Popen(command, env=surroundings, stdout=told, stderr=subprocess.STDOUT)
        while process.poll() is None:
            most = max(most, _held_by(process.pid))
            # Looking takes milliseconds of a core for each hundred megabytes.
            time.sleep(0.2 if time.perf_counter() - started < BRIEFLY else 1)
        seconds = time.perf_counter() - started
        told.seek(0)
        output = told.read()
    if process.returncode:
        raise RuntimeError(f"{module} {arguments[0]} failed:\n{output[-3000:]}")
    return Ran(seconds, most / 2**20, output)


def _held_by(pid: int) -> int:
    """KiB that a process and its descendants hold, shared pages divided among them."""
    return _held(pid) + sum(map(_held_by, children_of([pid])))


def children_of(pids: Sequence[int]) -> list[int]:
    found: list[int] = []
    for pid in pids:
        try:
            for task in (PROC / str(pid) / "task").iterdir():
                found += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return found


def _held(pid: int) -> int:
    try:
        told = (PROC / str(pid) / "smaps_rollup").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in told.splitlines() if line.startswith("Pss:"))
