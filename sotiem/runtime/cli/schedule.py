"""`sotiem schedule`: by when which dose is due."""

from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_on_record

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(short_help="See and set by when which dose is due.")
def schedule() -> None:
    """See and set by when which dose is due."""


@schedule.command("set", short_help="Add lines to the schedule, or end some.")
@click.argument("file", type=_FILE)
def set_lines(file: Path) -> None:
    """Add the lines of FILE (CSV) to the schedule, and end those that it gives an end.

    The columns are those that `sotiem schedule show` prints. A line that is there never says
    anything else afterwards: end it, and add another.
    """
    call_on_record("sotiem.runtime.schedule:set_lines", file=file)


@schedule.command(short_help="Print the schedule as CSV.")
def show() -> None:
    """Print the schedule as CSV."""
    call_on_record("sotiem.runtime.schedule:show")
