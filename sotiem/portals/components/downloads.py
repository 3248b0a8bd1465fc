"""What is handed out as a file; no browser keeps it, unless everybody may have it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import wraps
from io import BytesIO
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition
from rustpy_xlsxwriter import write_worksheet

from sotiem.foundation.spreadsheets import UNICODE_MARK, csv_of

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT_FOR: Final = 3600  # seconds that others may keep a file before they ask again
View = Callable[..., HttpResponse]


def file_answer(name: str, content: bytes | str, media_type: str) -> HttpResponse:
    """A file to be kept under a name."""
    return HttpResponse(content, content_type=media_type, headers=_headers(name))


def csv_answer(name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """A table for a spreadsheet."""
    return file_answer(name, UNICODE_MARK + csv_of(lines), CSV)


def xlsx_answer(
    name: str, sheet: str, head: Sequence[str], lines: Iterable[Sequence[object]]
) -> HttpResponse:
    """A workbook of one table; numbers stay numbers, days and empty cells stay what they are."""
    records = [dict(zip(head, line, strict=True)) for line in lines] or [dict.fromkeys(head)]
    written = BytesIO()
    write_worksheet(records, written, sheet)
    return file_answer(name, written.getvalue(), XLSX)


def csv_stream(name: str, pieces: Iterator[str]) -> StreamingHttpResponse:
    """A table of any length, sent piece by piece; the first begins with the mark of Unicode."""
    return StreamingHttpResponse(pieces, content_type=CSV, headers=_headers(name))


def kept_by_others(
    tag: Callable[..., str | None], last_change: Callable[..., datetime | None] | None = None
) -> Callable[[View], View]:
    """Others may keep the answer, and ask whether it still holds; both are asked as the view is."""

    def keeping(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            asking = condition(etag_func=tag, last_modified_func=last_change)(view)
            answered: HttpResponse = asking(request, *args, **kwargs)
            del answered.headers["Cache-Control"]
            patch_cache_control(answered, public=True, max_age=KEPT_FOR)
            return answered

        return answer

    return keeping


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
