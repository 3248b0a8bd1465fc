"""One table, as CSV or as a workbook."""

from collections.abc import Sequence
from typing import Final

from django.http import Http404, HttpResponse

from sotiem.foundation.spreadsheets import harmless
from sotiem.imports.rules.writing import written
from sotiem.portals.components.downloads import csv_answer, file_answer

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_answer(name: str, form: str, lines: Sequence[Sequence[object]]) -> HttpResponse:
    """A table to download: `form` is csv or xlsx. All but its head may be empty."""
    if form == "csv":
        return csv_answer(f"{name}.csv", lines)
    if form != "xlsx":
        raise Http404
    rows = [[harmless(str(cell)) for cell in line] for line in lines]
    return file_answer(f"{name}.xlsx", written([(name[:30], rows)]), XLSX)
