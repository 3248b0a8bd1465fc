"""The whole system as it really runs, in a folder of its own, seen from outside."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from sotiem.runtime.children import dying_with_parent
from sotiem.runtime.locks import locked
from sotiem.runtime.postgres import PostgreSQL
from sotiem.runtime.serving import HOST, answers
from tests.stories.waiting import LONGEST_IN_SECONDS, until

ROOT: Final = Path(__file__).parents[2]
SEVERAL_MINUTES: Final = 480


@dataclass
class System:
    """A running copy: where it answers, where it keeps its things, and who runs it."""

    home: Path
    port: int
    environment: dict[str, str]
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def database(self) -> PostgreSQL:
        return PostgreSQL(self.home / "postgres")

    @property
    def web_server(self) -> list[int]:
        """The web server's process, and after it those it started."""
        for child, command in _children(self.process.pid).items():
            if "granian" in command:
                return [child, *_children(child)]
        return []

    @contextmanager
    def sql(self) -> Iterator[psycopg.Connection]:
        """A connection behind the system's back; what it does is committed at the end."""
        with psycopg.connect(self.database.url()) as connection:
            yield connection

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `sotiem ...` beside the running system."""
        return self._python("-m", "sotiem.runtime.cli", *words)

    def program(self, module: str, *words: str) -> str:
        """Run one of our own programs on the system's data, and return what it says."""
        done = self._python("-m", module, *words)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def answers(self) -> bool:
        return answers(f"{self.address}/healthz")

    def _python(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_IN_SECONDS,
        )


def sample_country(folder: Path) -> Path:
    """The small sample country as the demonstration fills it, kept for copies; nothing runs in it.

    Whoever asks first makes it, the others wait.
    """
    kept = folder / "sample-country"
    with locked(folder / "sample-country.lock"):
        if not kept.exists():
            with running_system(folder / "sample-country-made") as system:
                _stop(system.process)
                copy_tree(system.home, kept)
    return kept


@contextmanager
def copied_system(folder: Path, country: Path) -> Iterator[System]:
    """The same, started in a copy of a country that was filled before."""
    copy_tree(country, folder / "home")
    with running_system(folder) as system:
        yield system


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder as it is: the database's account keeps what is its own."""
    subprocess.run(["cp", "-a", source, target], check=True, timeout=LONGEST_IN_SECONDS)


@contextmanager
def running_system(folder: Path) -> Iterator[System]:
    """Start the demonstration with few people, and stop all of it afterwards."""
    folder.mkdir(exist_ok=True)
    port, log = _free_port(), folder / "demo.log"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE") and "SOTIEM" not in name
    } | {"SOTIEM_HOME": str(folder / "home"), "SOTIEM_MODE": "demo", "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.small_demo", str(port)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=dying_with_parent(),
        )
    system = System(folder / "home", port, environment, process)
    try:
        until(lambda: _is_ready(process, log), within=SEVERAL_MINUTES)
        until(system.answers)
        yield system
    finally:
        _stop(process)
        system.database.remove()


def _is_ready(process: subprocess.Popen[bytes], log: Path) -> bool:
    said = log.read_text(errors="replace")
    assert process.poll() is None, said
    return "Ctrl-C stops everything" in said


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(LONGEST_IN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _children(pid: int) -> dict[int, str]:
    """The processes that a process started, and their command lines."""
    listed = ["ps", "-o", "pid=,args=", "--ppid", str(pid)]
    lines = subprocess.run(listed, capture_output=True, text=True).stdout.splitlines()
    pairs = [line.split(maxsplit=1) for line in lines]
    return {int(child): command for child, command in pairs}
