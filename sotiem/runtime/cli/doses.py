"""`sotiem doses`: doses on record elsewhere."""

from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_on_record

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def doses() -> None:
    """Doses on record: load those of another system."""


@doses.command(short_help="Load doses from a CSV or Parquet file.")
@click.argument("file", type=_IN)
@click.option(
    "--rejected", metavar="OUT.csv", type=_OUT, help="Where rows that were left out go, with why."
)
@click.option("--certificates", is_flag=True, help="Issue certificates for the doses added.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
def load(file: Path, rejected: Path | None, certificates: bool, processes: int) -> None:
    """Load doses from a CSV or Parquet file, or bring them up to date.

    Columns: dose_id, person_id (as `sotiem people load` had it), vaccine, dose_number, given_on
    (YYYY-MM-DD), lot, facility (code or name). dose_id is kept as the dose's reference: loading a
    file twice changes nothing. A dose that says something else than when it was last loaded gets a
    next version, unless it was corrected here since.

    A vaccine or facility with an unknown name keeps the name as text; no certificate is made for
    such a vaccine. dose_number is not kept: doses are numbered by their days.

    A row that cannot be loaded is left out and counted; the others are loaded. Certificates are not
    issued for doses added, so that loading a country's history does not sign millions of them: give
    --certificates to have them, or they follow when something of the person changes.
    """
    call_on_record(
        "sotiem.runtime.doses:load_doses",
        file=file,
        rejected=rejected,
        certificates=certificates,
        processes=processes,
    )
