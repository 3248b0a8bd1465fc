"""Files of people, rows and doses: their columns, whatever the spreadsheet made of them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click
import polars as pl

PERSON_COLUMNS: Final = (
    "full_name", "birth_date", "sex", "phone", "cccd", "cmnd", "province", "district", "ward",
)  # fmt: skip
DOSE_COLUMNS: Final = ("vaccine", "dose_number", "given_on", "lot", "facility")


def read_columns(path: Path, *, key: str, columns: Sequence[str]) -> pl.DataFrame:
    """The named columns of a CSV or Parquet file as text, "" where missing; `key` must be there."""
    return text_columns(_read(path), path, key=key, columns=columns)


def text_columns(
    frame: pl.DataFrame, path: Path, *, key: str, columns: Sequence[str]
) -> pl.DataFrame:
    """The same of a file that was read already."""
    frame = frame.rename({name: name.strip().lower() for name in frame.columns})
    if key not in frame.columns:
        raise click.ClickException(f"{path.name} has no column {key}")
    return frame.select(
        pl.col(name).cast(pl.String).fill_null("").str.strip_chars().alias(name)
        if name in frame.columns
        else pl.lit("").alias(name)
        for name in (key, *columns)
    )


def has_columns(path: Path, columns: Sequence[str]) -> bool:
    names = pl.read_parquet_schema(path) if _is_parquet(path) else pl.read_csv(path, n_rows=0)
    found = {name.strip().lower() for name in (names if isinstance(names, dict) else names.columns)}
    return bool(found & set(columns))


def _read(path: Path) -> pl.DataFrame:
    try:
        if _is_parquet(path):
            return pl.read_parquet(path)
        return pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
    except (pl.exceptions.PolarsError, OSError) as problem:
        raise click.ClickException(f"{path.name} cannot be read: {problem}") from None


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"
