"""Processor time that each part of a running copy spent: it means the same on a noisy machine."""

from collections import Counter

import psutil

PARTS = {"granian": "web", "cli worker": "worker", "cli serve": "server"}


def spent(home: str) -> Counter[str]:
    """Seconds since their start: web server, worker, database, by process families."""
    seconds = Counter[str]()
    for process in psutil.process_iter(["pid", "cmdline", "cpu_times", "cwd"]):
        said = " ".join(process.info["cmdline"] or ())
        times = process.info["cpu_times"]
        if times is None:
            continue
        whole = times.user + times.system
        if said.startswith("postgres") or "/postgres" in said.split(" ")[0]:
            if str(process.info["cwd"] or "").startswith(home):
                # The server counts its ended children as its own.
                ended = times.children_user + times.children_system
                seconds["database"] += whole + ended
            continue
        for mark, part in PARTS.items():
            if mark in said and _is_of(process, home):
                seconds[part] += whole
    return seconds


def _is_of(process: psutil.Process, home: str) -> bool:
    try:
        return process.environ().get("SOTIEM_HOME") == home
    except psutil.Error:
        return False
