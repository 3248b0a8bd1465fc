"""The web server and the worker of one copy, kept running together."""

import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sotiem.runtime.postgres import PostgreSQL
from sotiem.runtime.processes import Child, Supervisor

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8000
PORTS_TO_TRY: Final = 100
WEB_PROCESSES: Final = 2
THREADS_PER_PROCESS: Final = 8


class PortTaken(Exception):
    """Another program already listens there."""


def choose_port(wanted: int | None) -> int:
    """The wanted port, or the first free one from 8000 on."""
    candidates = range(FIRST_PORT, FIRST_PORT + PORTS_TO_TRY) if wanted is None else [wanted]
    for port in candidates:
        if _is_free(port):
            return port
    raise PortTaken(f"Port {candidates[0]} is taken by another program: choose one with --port")


def serve(
    *,
    database: PostgreSQL | None,
    host: str,
    port: int,
    logs: Path | None,
    when_ready: Callable[[], None],
) -> None:
    """Run web server and worker until someone asks them to stop."""
    web = Child("web server", web_command(host=host, port=port), logs and logs / "web.log")
    worker = Child("worker", worker_command(), logs and logs / "worker.log")
    asked_at = HOST if host == "0.0.0.0" else host
    Supervisor(database, [web, worker]).run(
        is_ready=lambda: answers(f"http://{asked_at}:{port}/healthz"), when_ready=when_ready
    )


def web_command(*, host: str, port: int) -> list[str]:
    """How the web server is started: processes for the cores, threads to wait for the disk."""
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--http", "1", "--no-ws",
        "--host", host, "--port", str(port),
        "--workers", str(int(os.environ.get("SOTIEM_WEB_PROCESSES", WEB_PROCESSES))),
        "--blocking-threads", str(THREADS_PER_PROCESS),
        "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "10",
        "sotiem.runtime.web:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    """How the worker is started."""
    return [sys.executable, "-m", "sotiem.runtime.cli", "worker"]


def answers(address: str) -> bool:
    """Whether the web server answers that all is well."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
