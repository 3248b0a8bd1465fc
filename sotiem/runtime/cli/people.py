"""`sotiem people`, `sotiem match`: records of people from elsewhere, and whose rows are."""

from pathlib import Path

import click

from sotiem.runtime.cli.lazy import call_with_django

_IN = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.group()
def people() -> None:
    """People on record: load them, find those recorded twice."""


@people.command(short_help="Load people from a CSV or Parquet file.")
@click.argument("file", type=_IN)
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
def load(file: Path, processes: int) -> None:
    """Load people from a CSV or Parquet file, or bring them up to date.

    Columns: person_id, full_name, birth_date (YYYY-MM-DD or YYYY), sex, phone, cccd, cmnd,
    province, district, ward; all but person_id may be missing or empty. Sex is M or F, nam or nữ,
    0 (male) or 1 (female); in a column with 2 and without 0, 1 is male and 2 female. person_id is
    kept as the record's reference: loading a file twice changes nothing.
    """
    call_with_django("sotiem.runtime.people:load_people", file=file, processes=processes)


@click.command(short_help="Say whose the rows of a file are.")
@click.argument("file", type=_IN)
@click.option("--out", required=True, metavar="OUT.csv", type=_OUT, help="Where answers go.")
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--language", type=click.Choice(["vi", "en"]), default="vi", help="Of the explanations."
)
def match(file: Path, out: Path, processes: int, language: str) -> None:
    """Say whose the rows of a CSV or Parquet file are, with how probable and why.

    Columns: row_id and those of `sotiem people load`, as people type them; perhaps vaccine,
    dose_number, given_on, lot, facility. OUT.csv has row_id, person_id (empty: nobody on record),
    probability, zone (link, review, new), explanation, and dose_id where a dose was described
    (empty: not yet known). Nothing is recorded.
    """
    call_with_django(
        "sotiem.runtime.matches:match_file",
        file=file,
        out=out,
        processes=processes,
        language=language,
    )
