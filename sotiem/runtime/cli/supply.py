"""`sotiem supply`: the sums of vaccine received, used and left."""

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group(short_help="Look after the sums of vaccine.")
def supply() -> None:
    """Look after the sums of vaccine received, allocated, used, wasted and left."""


@supply.command(short_help="Sum all movements on record anew.")
def rebuild() -> None:
    """Sum all movements of vaccine on record anew, by place, vaccine and day.

    The sums follow each movement by themselves, and `sotiem check` proves them: this is for when it
    finds that they disagree. Whoever moves doses meanwhile waits until it is done.
    """
    call_on_record("sotiem.runtime.supply:rebuild")
