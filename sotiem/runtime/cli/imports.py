"""`sotiem import`: files from facilities, without a browser."""

from pathlib import Path
from typing import Any

import click

from sotiem.runtime.cli.lazy import call_on_record


@click.group("import")
def imports() -> None:
    """Take in a facility's sheets of doses."""


@imports.command(short_help="Check sheets of doses; with --commit record their good rows.")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--facility", required=True, metavar="CODE", help="Facility that gave the doses.")
@click.option("--by", required=True, metavar="USERNAME", help="Clerk in whose name this happens.")
@click.option(
    "--commit/--dry-run",
    help="Record the good rows, or leave them waiting for the clerk (the default).",
)
@click.option(
    "--again",
    is_flag=True,
    help="Take a file that this facility has sent before, for instance one that was undone.",
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="KEY=ANSWER",
    help="Say how a file is meant where it leaves that open, such as "
    "days.birth_date=month_first; may be given several times. The command names what is open.",
)
@click.option(
    "--result",
    metavar="OUT",
    type=click.Path(writable=True, path_type=Path),
    help="Write what became of each row: OUT.xlsx is the sheet with a sentence on each row, "
    "OUT.csv has one line for each dose; of several files, a folder of such CSV files.",
)
@click.option(
    "--processes",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="How many of several files are taken in at once; of one file, how many processes read it.",
)
def doses(
    files: tuple[Path, ...],
    facility: str,
    by: str,
    commit: bool,
    again: bool,
    answers: tuple[str, ...],
    result: Path | None,
    processes: int,
) -> None:
    """Check sheets of doses (.xlsx, .csv, FHIR Bundle) row by row, and say what becomes of them.

    The clerk must be allowed to import for the facility, here as in the browser; the trail
    names the clerk. A sheet given twice is recorded once: one that a colleague sent, or that is on
    record, is refused with who sent it and when, unless --again is said. Of several files each is
    recorded whole or not at all; started again after a power cut, the command leaves alone the
    files that are on record and goes on with the others.

    A file whose days, sexes, letters or columns can be read in several ways is refused with what
    is open, until --answer says it; the facility's next file with the same headers is read so.

    Ends with 0 if every sheet was checked (and recorded, with --commit), with 1 if one was
    refused (the others are taken in all the same), with 2 if the command was not understood.
    """
    given = {"facility_code": facility, "username": by, "commit": commit, "again": again}
    _take_in(files, result, processes, {**given, "answers": _by_key(answers)})


def _take_in(
    files: tuple[Path, ...], result: Path | None, processes: int, given: dict[str, Any]
) -> None:
    if result is not None:
        _require_writable(result, unlike=files)
    if len(files) == 1:
        call_on_record(
            "sotiem.runtime.sheets:import_doses",
            file=files[0],
            result=result,
            processes=processes,
            **given,
        )
        return
    call_on_record(
        "sotiem.runtime.many_sheets:import_many",
        files=files,
        results=result,
        processes=processes,
        **given,
    )


def _by_key(answers: tuple[str, ...]) -> dict[str, str]:
    said = {}
    for each in answers:
        key, equals, answer = each.partition("=")
        if not (key and equals and answer):
            raise click.BadParameter(f"{each} is not KEY=ANSWER", param_hint="--answer")
        said[key] = answer
    return said


def _require_writable(result: Path, *, unlike: tuple[Path, ...]) -> None:
    """Find out before the work, not after it."""
    if len(unlike) > 1:
        if not result.is_dir():
            raise click.BadParameter("for several files, name a folder", param_hint="--result")
        return
    if result.is_dir() or not result.absolute().parent.is_dir():
        raise click.BadParameter("its folder does not exist", param_hint="--result")
    if result.exists() and result.samefile(unlike[0]):
        raise click.BadParameter("it would overwrite the sheet itself", param_hint="--result")
