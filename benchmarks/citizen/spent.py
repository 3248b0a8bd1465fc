"""Processor time that each part of a running copy spent: it means the same on a noisy machine."""

import os
from collections import defaultdict
from pathlib import Path
from typing import Final

from benchmarks.matching.running import PROC

PARTS: Final = {"granian": "web", "cli worker": "worker", "cli serve": "server"}
TICKS: Final = os.sysconf("SC_CLK_TCK")


def spent(home: Path) -> dict[str, float]:
    """Seconds since their start: web server, worker, database of a home folder."""
    seconds: defaultdict[str, float] = defaultdict(float)
    for process in PROC.glob("[0-9]*"):
        try:
            part = _part(process, home)
            if part:
                seconds[part] += _seconds(process)
        except OSError:
            continue
    return dict(seconds)


def _part(process: Path, home: Path) -> str:
    """Which part a process is of; empty for everything else."""
    said = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    if "postgres" in said.split(" ", 1)[0]:
        return "database" if (process / "cwd").readlink().is_relative_to(home) else ""
    part = next((part for mark, part in PARTS.items() if mark in said), "")
    ours = f"\0SOTIEM_HOME={home}\0".encode()
    return part if part and ours in b"\0" + (process / "environ").read_bytes() else ""


def _seconds(process: Path) -> float:
    """Its own, and those of children that ended: a database counts its ended connections so."""
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS
