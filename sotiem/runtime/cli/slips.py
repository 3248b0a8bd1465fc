"""`sotiem slips`: what machines read from the photos that came with reports."""

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group()
def slips() -> None:
    """Photos of vaccination slips, read by machine."""


@slips.command(short_help="Read photos that were not read yet.")
@click.option("--all", "everything", is_flag=True, required=True, help="Every photo of a report.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
def read(everything: bool, processes: int) -> None:
    """Read the photos of reports that the worker has not read yet.

    The worker reads each photo after its report came in. This reads a backlog, about a second and a
    half for each photo and process. Started again, it goes on where it was; a file that cannot be
    read is marked so, and the others go on.
    """
    call_on_record("sotiem.runtime.slips:read_all", processes=processes)
