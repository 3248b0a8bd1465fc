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


@people.command(short_help="Find the people recorded more than once.")
@click.option("--out", required=True, metavar="CLUSTERS.csv", type=_OUT, help="Where they go.")
@click.option("--engine", default="duckdb", show_default=True, help="duckdb or spark.")
@click.option(
    "--threshold", type=click.FloatRange(0.5, 1), default=0.9, show_default=True,
    help="How probable it must be that two records are one person's.",
)  # fmt: skip
@click.option("--all", "everybody", is_flag=True, help="Write people recorded once as well.")
@click.option(
    "--record", is_flag=True, help="Link the certain pairs; the others wait for officers."
)
@click.option("--processes", type=click.IntRange(1, 64), default=2, show_default=True)
@click.option(
    "--memory", type=click.FloatRange(1), default=6.0, show_default=True,
    help="GiB for DuckDB, which goes to disk when it needs more.",
)  # fmt: skip
@click.option("--master", default="local[2]", show_default=True, help="The Spark cluster.")
@click.option(
    "--work-folder", type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="For files in between; every machine of a Spark cluster must see it.",
)  # fmt: skip
def duplicates(
    out: Path, engine: str, threshold: float, everybody: bool, record: bool, processes: int,
    memory: float, master: str, work_folder: Path | None,
) -> None:  # fmt: skip
    """Find the people recorded more than once, by comparing the registry with itself.

    CLUSTERS.csv has record_id (person_id of `sotiem people load`, else the public one), cluster_id
    (the first record_id of the person) and probability (of the record's nearest other record).
    Records that are joined already stay together. Nothing is recorded unless asked: with --record
    the pairs that a machine may link are linked, and the others wait at /xu-ly/trung-ho-so/.
    """
    if engine not in ("duckdb", "spark"):
        raise click.ClickException(f"There is no engine {engine}; it is duckdb or spark.")
    call_with_django(
        "sotiem.runtime.duplicates.find:find_duplicates",
        out=out,
        engine=engine,
        threshold=threshold,
        everybody=everybody,
        record=record,
        processes=processes,
        memory=memory,
        master=master,
        work_folder=work_folder,
    )


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
