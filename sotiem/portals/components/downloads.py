"""What is handed out as a file; no browser keeps it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.http import HttpResponse, StreamingHttpResponse

from sotiem.foundation.spreadsheets import UNICODE_MARK, csv_of

CSV: Final = "text/csv; charset=utf-8"


def file_answer(name: str, content: bytes | str, media_type: str) -> HttpResponse:
    """A file to be kept under a name."""
    return HttpResponse(content, content_type=media_type, headers=_headers(name))


def csv_answer(name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A table for a spreadsheet."""
    return file_answer(name, UNICODE_MARK + csv_of(lines), CSV)


def csv_stream(name: str, pieces: Iterator[str]) -> StreamingHttpResponse:
    """A table of any length, sent piece by piece; the first begins with the mark of Unicode."""
    return StreamingHttpResponse(pieces, content_type=CSV, headers=_headers(name))


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
