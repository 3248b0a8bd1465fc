"""`sotiem indicators`: what is counted of doses and of reports."""

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group(short_help="Look after the figures of doses and reports.")
def indicators() -> None:
    """Look after the figures of doses and reports."""


@indicators.command(short_help="Count everything anew.")
def rebuild() -> None:
    """Count all doses and reports on record anew, for each unit and those above it.

    The figures follow each of them by themselves, and `sotiem check` proves them: this is for when
    it finds that they disagree, or for a database that is older than they are. Whoever changes a
    dose or a report meanwhile waits until it is done; pages show the figures as they were.
    """
    call_on_record("sotiem.runtime.indicators:rebuild")
