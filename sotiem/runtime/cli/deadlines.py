"""`sotiem deadlines`: the figures by which facilities are told who is behind."""

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group(short_help="Look after the figures of entry deadlines.")
def deadlines() -> None:
    """Look after the figures of entry deadlines."""


@deadlines.command(short_help="Count all doses on record anew.")
def rebuild() -> None:
    """Count all doses on record anew, by facility, day given and day entered.

    The figures follow each dose by themselves, and `sotiem check` proves them: this is for when it
    finds that they disagree. Whoever enters doses meanwhile waits until it is done.
    """
    call_on_record("sotiem.runtime.deadlines:rebuild")
