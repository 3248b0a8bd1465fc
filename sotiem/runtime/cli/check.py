"""`sotiem check`: does the record still agree with itself?"""

import sys

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.command(short_help="Prove that nothing was changed behind the system's back.")
def check() -> None:
    """Prove that people, doses, certificates, decisions and files are what the trail says.

    Every check is made, and each names the rows that disagree. Ends with 0 if all agree, with
    1 if something was changed behind the system's back.
    """
    if not call_on_record("sotiem.runtime.checks:run_checks"):
        sys.exit(1)
