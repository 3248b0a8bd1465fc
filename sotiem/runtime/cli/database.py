"""`sotiem database`: the embedded PostgreSQL."""

import click

from sotiem.runtime.cli.lazy import call


@click.group(short_help="Look after the embedded PostgreSQL.")
def database() -> None:
    """Look after the embedded PostgreSQL of this home folder."""


@database.command()
def url() -> None:
    """Print the address to connect to, with its password."""
    click.echo(call("sotiem.runtime.database:address"))


@database.command()
def start() -> None:
    """Start PostgreSQL, and leave it running."""
    call("sotiem.runtime.database:start")


@database.command()
def stop() -> None:
    """Stop PostgreSQL. Work that is under way is undone."""
    call("sotiem.runtime.database:stop")


@database.command()
def shell() -> None:
    """Open psql, PostgreSQL's own command line."""
    call("sotiem.runtime.database:shell")
