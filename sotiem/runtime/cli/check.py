"""`sotiem check`: does the record still agree with itself?"""

import sys

import click

from sotiem.runtime.cli.lazy import call_with_django


@click.command(short_help="Prove that the record agrees with itself.")
def check() -> None:
    """Prove that trail, dose versions and certificates agree.

    Ends with 1 if a row was changed behind the system's back, and says which.
    """
    if not call_with_django("sotiem.runtime.checks:run_checks"):
        sys.exit(1)
