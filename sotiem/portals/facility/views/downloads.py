from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.queries import annotated_workbook
from sotiem.imports.rules.writing import template as template_workbook
from sotiem.imports.states import ImportStatus
from sotiem.portals.components.access import staff
from sotiem.portals.components.downloads import csv_stream, file_answer
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.facility.lines import csv_lines
from sotiem.portals.facility.refusals import passed_over, result_of
from sotiem.portals.facility.views._columns import instructions
from sotiem.portals.facility.views._found import import_of

_CHECKED = frozenset({ImportStatus.READY, ImportStatus.COMMITTED, ImportStatus.UNDONE})


@staff(Role.CLERK)
@require_safe
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same sheet, with the result of every row in its result column."""
    found = import_of(request, public_id)
    if found.status not in _CHECKED:
        raise Http404
    content = annotated_workbook(found, tell=result_of, tell_passed=passed_over)
    return file_answer(f"ket-qua-{found.public_id}.xlsx", content, XLSX)


@staff(Role.CLERK)
@require_safe
def result_as_csv(request: HttpRequest, public_id: UUID) -> StreamingHttpResponse:
    """What became of each dose, line by line, however long the sheet is."""
    found = import_of(request, public_id)
    if found.status not in _CHECKED:
        raise Http404
    name = f"ket-qua-{found.public_id}.csv"
    return csv_stream(name, csv_lines(found, language=get_language() or "vi"))


@staff(Role.CLERK)
@require_safe
def template(request: HttpRequest, code: str) -> HttpResponse:
    """The empty sheet with its instructions."""
    mine = facility_of(request, code)
    content = template_workbook(
        instructions(mine.code), sheet_name=gettext("Danh sách"), help_name=gettext("Hướng dẫn")
    )
    return file_answer("mau-danh-sach-tiem.xlsx", content, XLSX)
