"""An earlier channel's export: a CSV, XLSX or Parquet file, whatever the spreadsheet made of it."""

from datetime import datetime
from pathlib import Path
from typing import Final

import click
import polars as pl
from python_calamine import CalamineError, CalamineWorkbook

from sotiem.runtime.people_files import read_columns, text_columns

KEY: Final = "source_id"
_ZIP: Final = b"PK\x03\x04"


def read_export(path: Path, *, columns: tuple[str, ...]) -> pl.DataFrame:
    """The named columns as text, "" where missing; `source_id` must be there."""
    with path.open("rb") as file:
        is_workbook = file.read(4) == _ZIP
    if not is_workbook:
        return read_columns(path, key=KEY, columns=columns)
    return text_columns(_first_sheet(path), path, key=KEY, columns=columns)


def _first_sheet(path: Path) -> pl.DataFrame:
    try:
        book = CalamineWorkbook.from_path(str(path))
        rows = iter(book.get_sheet_by_index(0).iter_rows())
        names = [str(name) for name in next(rows, [])]
        cells = [[_text_of(cell) for cell in row] for row in rows]
    except (CalamineError, OSError) as problem:
        raise click.ClickException(f"{path.name} cannot be read: {problem}") from None
    return pl.DataFrame(cells, schema=dict.fromkeys(names, pl.String), orient="row")


def _text_of(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime) else str(cell)
