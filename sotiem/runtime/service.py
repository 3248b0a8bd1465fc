"""The system in real use on one machine."""

import os
from typing import Final

from django.core.management import call_command

from sotiem.runtime import django
from sotiem.runtime.one_copy import one_copy
from sotiem.runtime.serving import choose_port, serve
from sotiem.runtime.terminal import console

JOBS_AT_ONCE: Final = 4
JOBS_ARE_NICE: Final = 10  # how much they give way to others, of 19


def run_service(*, host: str, port: int | None) -> None:
    """Run everything until someone asks it to stop. Refuses tables of another version."""
    with one_copy():
        chosen = choose_port(port)
        database = django.embedded_database()
        if database is not None:
            database.start(attached=True)
            os.environ["DATABASE_URL"] = database.url()
        try:
            _require_migrated()
            serve(
                database=database,
                host=host,
                port=chosen,
                logs=None,
                when_ready=lambda: console.print(f"Listening on http://{host}:{chosen}"),
            )
        finally:
            if database is not None:
                database.stop()


def run_worker() -> None:
    """Take jobs from the queue until someone asks to stop; a job under way is finished.

    Whoever waits at a page comes before the jobs: they use what is left of the processors.
    """
    os.nice(JOBS_ARE_NICE)
    call_command("procrastinate", "worker", concurrency=JOBS_AT_ONCE)


def _require_migrated() -> None:
    django.load()
    try:
        django.require_migrated()
    finally:
        django.release_database()
