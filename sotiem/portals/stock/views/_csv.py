import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from django.http import HttpResponse

from sotiem.imports.rules.writing import harmless

# So that a spreadsheet reads the file as UTF-8.
_BYTE_ORDER: Final = "\ufeff"


def csv_answer(name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A table to be opened in a spreadsheet; nothing in it runs as a formula."""
    target = io.StringIO()
    csv.writer(target).writerows([harmless(str(cell)) for cell in line] for line in lines)
    return HttpResponse(
        _BYTE_ORDER + target.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
