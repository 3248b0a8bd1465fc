"""`sotiem board`: the figures by which units see how their reports stand."""

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group(short_help="Look after the figures of the board.")
def board() -> None:
    """Look after the figures of the board."""


@board.command(short_help="Count all reports anew.")
def rebuild() -> None:
    """Count all reports on record anew, for each unit and those above it.

    The figures follow each report by themselves, and `sotiem check` proves them: this is for when
    it finds that they disagree, or for a database that is older than they are. Whoever changes a
    report meanwhile waits until it is done.
    """
    call_on_record("sotiem.runtime.board:rebuild")
