"""Commands that run the system for real use."""

import click

from sotiem.runtime.cli.lazy import call, call_with_django


@click.command()
@click.option(
    "--host",
    metavar="ADDRESS",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on.",
)
@click.option("--port", type=click.IntRange(1, 65535), help="Port; else the first free from 8000.")
def serve(host: str, port: int | None) -> None:
    """Run database, web server and worker until Ctrl-C.

    Run `sotiem migrate` first. Without DATABASE_URL it starts its own PostgreSQL. All other
    settings come from the environment too.
    """
    call("sotiem.runtime.service:run_service", host=host, port=port)


@click.command(short_help="Do the jobs that wait in the queue.")
def worker() -> None:
    """Do the jobs that wait in the queue (`serve` and `demo` run one of these)."""
    call_with_django("sotiem.runtime.service:run_worker")


@click.command(short_help="Bring the database up to date.")
def migrate() -> None:
    """Bring the tables up to date, load places and vaccines, see to a key that signs.

    It can be repeated: what is already there stays as it is.
    """
    call_with_django("sotiem.runtime.migrate:migrate")
