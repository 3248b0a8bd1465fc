"""Django, ready to use, with a database behind it."""

import atexit
import os

import django
from django.db import connections

from sotiem.config.home import postgres_folder
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


def load() -> None:
    """Load Django with the database that DATABASE_URL names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sotiem.config.settings")
    django.setup()


def release_database() -> None:
    """Close every connection of this process, so that it may start others and wait for them."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool is not None:
            close_pool()
