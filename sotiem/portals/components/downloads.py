"""Tables that are handed out as files; no browser keeps them."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse

from sotiem.foundation.spreadsheets import UNICODE_MARK, csv_of

CSV: Final = "text/csv; charset=utf-8"


def csv_answer(name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A table for a spreadsheet."""
    return HttpResponse(UNICODE_MARK + csv_of(lines), content_type=CSV, headers=_headers(name))


def csv_stream(name: str, pieces: Iterator[str]) -> StreamingHttpResponse:
    """A table of any length, sent piece by piece; the first begins with the mark of Unicode."""
    return StreamingHttpResponse(pieces, content_type=CSV, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
