"""The PostgreSQL server of one home folder: started, watched and stopped by us."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic, sleep
from types import MappingProxyType
from typing import Final

import psycopg

from sotiem.config.home import kept_secret
from sotiem.runtime.locks import locked
from sotiem.runtime.postgres_programs import PostgresProgramFailed, Programs
from sotiem.runtime.unprivileged import account, reachable_folder, remove_folder

HOST: Final = "127.0.0.1"
NAME: Final = "sotiem"
PATIENCE_IN_SECONDS: Final = 30
STOP_PATIENCE_IN_SECONDS: Final = 60

_MIB: Final = 1 << 20
_MEMORY: Final = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
# The keys of a million people take 400 MB: read again and again, and written all over.
DURABLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fsync": "on",
        "synchronous_commit": "on",
        "shared_buffers": f"{min(max(_MEMORY // 8 // _MIB, 64), 2048)}MB",
        "effective_cache_size": f"{_MEMORY // 2 // _MIB}MB",
        "max_wal_size": "4GB",
        "checkpoint_timeout": "15min",
    }
)
FAST: Final[Mapping[str, str]] = MappingProxyType(
    {
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": "100",
    }
)
# What a row holds must not reach the log: neither in a detail nor in the failed statement.
_ALWAYS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "listen_addresses": HOST,
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length": "0",
        # Statements over thousands of keys look dear and are not: compiling them takes longer.
        "jit": "off",
        # Every disk of today finds a page as fast as the next one. Told otherwise, PostgreSQL reads
        # a whole table, with all cores, where some thousand rows are asked for by their keys.
        "random_page_cost": "1.1",
    }
)


class PostgresDidNotStart(Exception):
    """The database server ended instead of starting; its last words are the message."""


class PostgresDidNotStop(Exception):
    """The database server goes on although it was told to end."""


class PostgreSQL:
    """One server with its own data, password and port, heard on this machine only."""

    def __init__(self, folder: Path, *, settings: Mapping[str, str] = DURABLE) -> None:
        self.folder = folder
        self._settings = settings
        self._account = account()
        self._programs = Programs(self._account)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def data(self) -> Path:
        """The data folder of the server."""
        return self.folder.resolve() / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder.resolve() / "log"

    def url(self, database: str = NAME) -> str:
        """The address to connect to, with the password; the same until the port is taken."""
        password = kept_secret(self.folder / "password")
        return f"postgresql://{NAME}:{password}@{HOST}:{self.port()}/{database}"

    def port(self) -> int:
        """The port of this server, as it was last chosen."""
        return int((self.folder / "port").read_text(encoding="ascii"))

    def pid(self) -> int | None:
        """The running server's process, or None. A process that only wears its number is not it."""
        self._reap()
        try:
            number = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(number, 0)
            if sys.platform == "linux" and Path(f"/proc/{number}/cwd").readlink() != self.data:
                return None
        except (OSError, ValueError):
            return None
        return number

    def is_running(self) -> bool:
        """Whether the server runs, whoever started it."""
        return self.pid() is not None

    def start(self, *, attached: bool = False) -> None:
        """Make the server run and answer. An attached one stops when this process ends."""
        reachable_folder(self.folder, self._account)
        with locked(self.folder / "lock"):
            self._create_data()
            deadline = monotonic() + PATIENCE_IN_SECONDS
            # After a crash the first starts fail, as long as a child of the dead server lives.
            while not self._bring_up(attached=attached):
                if monotonic() > deadline:
                    raise PostgresDidNotStart(self._last_words())
                sleep(0.25)

    def stop(self) -> None:
        """End the server at once but in order: open transactions are rolled back."""
        deadline = monotonic() + STOP_PATIENCE_IN_SECONDS
        pid = self.pid()
        if pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGINT)
        while self.is_running():
            if monotonic() > deadline:
                raise PostgresDidNotStop(f"PostgreSQL (process {pid}) does not stop: {self.log}")
            sleep(0.02)
        if self._process is not None:
            # Its file is gone a moment before it is.
            self._process.wait(STOP_PATIENCE_IN_SECONDS)
            self._process = None

    def remove(self) -> None:
        """Stop the server and delete everything it kept."""
        self.stop()
        remove_folder(self.folder)

    def _create_data(self) -> None:
        """Make an empty cluster. It is renamed into place when whole, so a crash leaves none."""
        if (self.data / "PG_VERSION").exists():
            return
        draft = self.data.with_name("data.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        kept_secret(self.folder / "password")
        self._account.own(draft)
        self._account.own(self.folder / "password")
        unsynced = ["--no-sync"] if self._settings.get("fsync") == "off" else []
        self._programs.run(
            "initdb", *unsynced, "-D", draft, "-U", NAME,
            "--pwfile", self.folder.resolve() / "password",
            "-A", "scram-sha-256", "-E", "UTF8", "--locale", "C",
            "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8",
        )  # fmt: skip
        draft.rename(self.data)

    def _create_database(self) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
            if found.fetchone() is None:
                connection.execute(f"CREATE DATABASE {NAME}")

    def _bring_up(self, *, attached: bool) -> bool:
        """Start the server unless it runs, and talk to it; a dying one still seems to run."""
        if not self.is_running() and not self._launch(attached=attached):
            return False
        try:
            self._create_database()
        except psycopg.OperationalError:
            return False
        return True

    def _launch(self, *, attached: bool) -> bool:
        """Start the server once; say whether it came up."""
        self._forget_stale_pid()
        self._choose_port()
        options = [
            part
            for name, value in {**_ALWAYS, **self._settings, "port": str(self.port())}.items()
            for part in ("-c", f"{name}={value}")
        ]
        self.log.touch(mode=0o600)
        self._account.own(self.log)
        if attached:
            self._process = self._programs.start_server("-D", self.data, *options, log=self.log)
            return self._wait_until_ready(self._process)
        try:
            self._programs.run(
                "pg_ctl", "start", "-D", self.data, "-l", self.log,
                "-w", "-t", "600", "-o", " ".join(options),
            )  # fmt: skip
        except PostgresProgramFailed:
            return False
        return True

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """Wait while the server comes up, however long it mends itself; False if it ended."""
        while process.poll() is None:
            try:
                lines = (self.data / "postmaster.pid").read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) > 7 and lines[0] == str(process.pid) and lines[7].strip() == "ready":
                return True
            sleep(0.02)
        return False

    def _choose_port(self) -> None:
        """Keep the port of last time if nobody took it meanwhile."""
        path = self.folder / "port"
        if path.exists() and _is_free(self.port()):
            return
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            draft = path.with_name("port.new")
            draft.write_text(str(probe.getsockname()[1]), encoding="ascii")
        draft.replace(path)

    def _forget_stale_pid(self) -> None:
        """After a restart of the machine another process may wear the dead server's number."""
        if not self.is_running():
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _reap(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            self._process = None

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(["The database did not start. It said:", *lines[-8:]])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
