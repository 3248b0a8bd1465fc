"""Django, ready to use, with a database behind it."""

import atexit
import os

import click
from django.core.management import call_command
from django.db import OperationalError, connections

from sotiem.config.home import home, postgres_folder
from sotiem.foundation.processes import load_django
from sotiem.runtime.postgres import PostgreSQL


def embedded_database() -> PostgreSQL | None:
    """The database of this home folder; None when DATABASE_URL names another one."""
    return None if "DATABASE_URL" in os.environ else PostgreSQL(postgres_folder())


def setup() -> None:
    """Load Django. A database that had to be started for it ends with this process."""
    database = embedded_database()
    if database is not None:
        if not database.is_running():
            database.start(attached=True)
            atexit.register(database.stop)
        os.environ["DATABASE_URL"] = database.url()
    load()


def setup_on_record() -> None:
    """Load Django for work on a record that is there; none is begun by asking about it."""
    database = embedded_database()
    if database is not None and not database.data.exists():
        raise click.ClickException(
            f"{home()} holds no record. "
            "`sotiem demo` makes a sample country there, `sotiem migrate` an empty record."
        )
    setup()
    require_migrated()


def require_migrated() -> None:
    """Refuse to work on tables of another version."""
    try:
        call_command("migrate", check_unapplied=True, verbosity=0)
    except SystemExit:
        raise click.ClickException(
            "The tables are of another version: run `sotiem migrate` first."
        ) from None
    except OperationalError as problem:
        raise click.ClickException("The database does not answer.") from problem


def load() -> None:
    """Load Django with the database that DATABASE_URL names."""
    load_django()


def release_database() -> None:
    """Close every connection of this process, so that it may start others and wait for them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
