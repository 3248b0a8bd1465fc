import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.imports.models import DoseImport
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.queries import annotated_workbook, rows_by_thousands
from sotiem.imports.rules.writing import harmless
from sotiem.imports.rules.writing import template as template_workbook
from sotiem.imports.states import ImportStatus
from sotiem.portals.components.access import staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.facility.refusals import result_of
from sotiem.portals.facility.views._columns import instructions
from sotiem.portals.facility.views._found import import_of

_CHECKED = frozenset({ImportStatus.READY, ImportStatus.COMMITTED, ImportStatus.UNDONE})
# So that a spreadsheet reads the file as UTF-8.
_BYTE_ORDER = "\ufeff"


@staff(Role.CLERK)
@require_safe
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same sheet, with the result of every row in its result column."""
    found = import_of(request, public_id)
    if found.status not in _CHECKED:
        raise Http404
    content = annotated_workbook(found, tell=result_of)
    return _download(content, f"ket-qua-{found.public_id}.xlsx")


@staff(Role.CLERK)
@require_safe
def result_as_csv(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """What became of each dose, line by line, however long the sheet is."""
    found = import_of(request, public_id)
    if found.status not in _CHECKED:
        raise Http404
    name = f"ket-qua-{found.public_id}.csv"
    return StreamingHttpResponse(
        _lines(found, language=get_language() or "vi"),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _lines(found: DoseImport, *, language: str) -> Iterator[str]:
    """The lines by the thousand, in the language of whoever asked: they are sent after the view."""
    with override(language):
        yield _BYTE_ORDER + _as_csv(
            [[gettext("Dòng"), gettext("Mũi"), "outcome", gettext("Kết quả")]]
        )
    for rows in rows_by_thousands(found):
        with override(language):
            text = _as_csv(
                [row.number, row.slot, row.outcome, harmless(result_of([row]))] for row in rows
            )
        yield text


def _as_csv(lines: Iterable[Sequence[object]]) -> str:
    target = io.StringIO()
    csv.writer(target).writerows(lines)
    return target.getvalue()


@staff(Role.CLERK)
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The empty sheet with its instructions."""
    mine = facility_of(request, code)
    content = template_workbook(
        instructions(mine.code), sheet_name=gettext("Danh sách"), help_name=gettext("Hướng dẫn")
    )
    return _download(content, "mau-danh-sach-tiem.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )
