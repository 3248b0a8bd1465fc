"""`sotiem import`: files from facilities, without a browser."""

from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group("import")
def imports() -> None:
    """Take in a facility's sheet of doses."""


@imports.command(short_help="Check a sheet of doses; with --commit record its good rows.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--facility", required=True, metavar="CODE", help="Facility that gave the doses.")
@click.option("--by", required=True, metavar="USERNAME", help="Clerk in whose name this happens.")
@click.option(
    "--commit/--dry-run",
    help="Record the good rows, or leave them waiting for the clerk (the default).",
)
@click.option(
    "--result",
    metavar="OUT.xlsx",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the sheet with a sentence on each row.",
)
def doses(file: Path, facility: str, by: str, commit: bool, result: Path | None) -> None:
    """Check an .xlsx sheet of doses row by row, and say what becomes of them.

    The clerk must be allowed to import for the facility, here as in the browser; the trail
    names the clerk. A sheet given twice is recorded once.

    Ends with 0 if the sheet was checked (and recorded, with --commit), with 1 if it was refused,
    with 2 if the command was not understood.
    """
    if result is not None:
        _require_writable(result, unlike=file)
    call_on_record(
        "sotiem.runtime.sheets:import_doses",
        file=file,
        facility_code=facility,
        username=by,
        commit=commit,
        result=result,
    )


def _require_writable(result: Path, *, unlike: Path) -> None:
    """Find out before the work, not after it."""
    if not result.absolute().parent.is_dir():
        raise click.BadParameter("its folder does not exist", param_hint="--result")
    if result.exists() and result.samefile(unlike):
        raise click.BadParameter("it would overwrite the sheet itself", param_hint="--result")
