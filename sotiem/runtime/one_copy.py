"""One home folder has one running copy."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

from sotiem.config.home import open_home
from sotiem.runtime.locks import AlreadyLocked, locked
from sotiem.runtime.postgres import PostgresDidNotStart, PostgresDidNotStop
from sotiem.runtime.postgres_programs import PostgresNotInstalled, PostgresProgramFailed
from sotiem.runtime.processes import ChildDidNotStart
from sotiem.runtime.serving import PortTaken

PROBLEMS: Final = (
    PostgresDidNotStart,
    PostgresDidNotStop,
    PostgresNotInstalled,
    PostgresProgramFailed,
    ChildDidNotStart,
    PortTaken,
)


@contextmanager
def one_copy() -> Iterator[None]:
    """Hold the home folder while the block runs. What fails becomes a message and an exit code."""
    home = open_home()
    try:
        with locked(home / "running.lock", wait=False):
            yield
    except AlreadyLocked:
        raise click.ClickException(f"Sổ Tiêm already runs from {home}: stop it first.") from None
    except PROBLEMS as problem:
        raise click.ClickException(str(problem)) from problem
