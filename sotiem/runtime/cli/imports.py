"""`sotiem import`: files from facilities, without a browser."""

from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_with_django


@click.group("import")
def imports() -> None:
    """Take in files from facilities."""


@imports.command(short_help="Check a sheet of doses, and record its good rows.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--facility", required=True, metavar="CODE", help="Code of the facility.")
@click.option("--by", required=True, metavar="USERNAME", help="Whose import it is.")
@click.option("--commit", is_flag=True, help="Record the good rows; else only show them.")
def sheet(file: Path, facility: str, by: str, commit: bool) -> None:
    """Check an .xlsx sheet of doses row by row, and say what would happen to each."""
    call_with_django(
        "sotiem.runtime.sheets:import_sheet",
        file=file,
        facility_code=facility,
        username=by,
        commit=commit,
    )
