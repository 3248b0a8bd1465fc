"""The clerk's sheet: the downloaded template, filled in, and read again when it comes back."""

from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import write_worksheet

Row = dict[str, str]


def fill_in(template: Path, rows: Sequence[Row], into: Path) -> None:
    """Write rows under the headers of the template; a header we do not find is a defect of it."""
    headers = [str(cell) for cell in _rows(template)[0]]
    unknown = {name for row in rows for name in row} - set(headers)
    assert not unknown, f"the template lacks {unknown}"
    write_worksheet([{name: row.get(name, "") for name in headers} for row in rows], str(into))


def results(sheet: Path) -> dict[str, str]:
    """What the result column says of each row, by the row's number (`STT`)."""
    headers, *rows = _rows(sheet)
    number, result = headers.index("STT"), headers.index("Kết quả")
    return {str(row[number]): str(row[result]) for row in rows}


def _rows(path: Path) -> Sequence[Sequence[object]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
