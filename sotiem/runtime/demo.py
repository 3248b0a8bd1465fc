"""The demonstration: the whole system on one machine, with invented people."""

import importlib
import os
import shutil
from collections.abc import Sequence
from typing import Final, NamedTuple

import click
from rich.table import Table

from sotiem.config.home import home, logs_folder, open_home, postgres_folder
from sotiem.runtime import django
from sotiem.runtime.one_copy import one_copy
from sotiem.runtime.postgres import PostgreSQL
from sotiem.runtime.serving import HOST, choose_port, serve
from sotiem.runtime.terminal import console

MIGRATE: Final = "sotiem.runtime.migrate:migrate"
SAMPLE: Final = "sotiem.sample.fill:fill_if_empty"
MADE_BY_DEMO: Final = ("files", "outbox", "logs", "static")
MARK: Final = "demonstration"


class SignIn(NamedTuple):
    """How one role signs in."""

    role: str
    username: str
    password: str


def run_demo(*, port: int | None, reset: bool) -> None:
    """Start everything, fill it the first time, say where it is, and run until Ctrl-C."""
    with one_copy():
        _claim_home()
        if reset:
            _delete_data()
        chosen = choose_port(port)
        address = f"http://{HOST}:{chosen}"
        os.environ |= {"SOTIEM_MODE": "demo", "SOTIEM_ADDRESS": address}
        database = django.embedded_database()
        try:
            sign_ins = _prepare(database)
            console.print("Starting web server and worker ...", style="dim")
            serve(
                database=database,
                host=HOST,
                port=chosen,
                logs=logs_folder(),
                when_ready=lambda: _welcome(address, sign_ins),
            )
        except KeyboardInterrupt:
            pass
        finally:
            if database is not None:
                database.stop()
    console.print("Stopped. What was changed is kept.")


def reset_demo() -> None:
    """Delete what the demonstration kept."""
    with one_copy():
        _claim_home()
        _delete_data()
    console.print("The next start makes the sample country anew.")


def _claim_home() -> None:
    """Mark the folder as the demonstration's. A real registry is never filled or deleted."""
    mark = open_home() / MARK
    if not mark.exists():
        if postgres_folder().exists():
            raise click.ClickException(
                f"{home()} holds a registry that is not a demonstration: "
                "choose another folder with SOTIEM_HOME."
            )
        mark.touch()


def _delete_data() -> None:
    PostgreSQL(postgres_folder()).remove()
    for name in MADE_BY_DEMO:
        shutil.rmtree(home() / name, ignore_errors=True)
    (home() / "secret").unlink(missing_ok=True)


def _prepare(database: PostgreSQL | None) -> Sequence[SignIn]:
    """Start the database, bring it up to date, fill it if it is empty."""
    if database is not None:
        with console.status("Starting PostgreSQL"):
            database.start(attached=True)
        os.environ["DATABASE_URL"] = database.url()
    django.load()
    try:
        _call(MIGRATE)
        return [SignIn(*parts) for parts in _call(SAMPLE)]
    finally:
        django.release_database()


def _call(path: str) -> Sequence[tuple[str, str, str]]:
    """Call what the path names. It needs Django, so it cannot be imported earlier."""
    module, name = path.split(":")
    return getattr(importlib.import_module(module), name)() or ()


def _welcome(address: str, sign_ins: Sequence[SignIn]) -> None:
    """Say where it is and who can sign in."""
    table = Table(title="Sign in as", title_justify="left", title_style="bold")
    table.add_column("Role")
    table.add_column("Username", style="bold")
    table.add_column("Password", style="bold")
    for sign_in in sign_ins:
        table.add_row(*sign_in)
    console.print()
    console.print(f"Sổ Tiêm is ready: [bold]{address}[/bold]")
    if sign_ins:
        console.print(table)
    console.print(f"Logs: {logs_folder()}", style="dim")
    console.print("Ctrl-C stops everything.", style="dim")
