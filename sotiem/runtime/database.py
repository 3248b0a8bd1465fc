"""The embedded database by hand."""

import os

import click
from psycopg.conninfo import conninfo_to_dict

from sotiem.runtime.django import embedded_database
from sotiem.runtime.postgres import PostgreSQL
from sotiem.runtime.postgres_programs import programs_folder


def address() -> str:
    """Where to connect to: what DATABASE_URL says, or the embedded server."""
    database = embedded_database()
    if database is None:
        return os.environ["DATABASE_URL"]
    if not database.is_running():
        raise click.ClickException("It does not run. Start it with `sotiem database start`.")
    return database.url()


def start() -> None:
    """Start the server and leave it running."""
    database = _ours()
    database.start()
    click.echo(f"PostgreSQL listens on port {database.port()}.")


def stop() -> None:
    """Stop the server, whoever started it."""
    database = _ours()
    if database.is_running():
        database.stop()
        click.echo("PostgreSQL has stopped.")
    else:
        click.echo("PostgreSQL was not running.")


def shell() -> None:
    """Become psql. The password travels in the environment, where no other user sees it."""
    parts = {key: str(value) for key, value in conninfo_to_dict(address()).items()}
    password = parts.pop("password", "")
    program = str(programs_folder() / "psql")
    command = [program, " ".join(f"{key}={value}" for key, value in parts.items())]
    os.execve(program, command, {**os.environ, "PGPASSWORD": password})


def _ours() -> PostgreSQL:
    database = embedded_database()
    if database is None:
        raise click.ClickException("DATABASE_URL names another server: it is not ours to touch.")
    return database
