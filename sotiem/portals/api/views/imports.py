"""Sheets sent by a program: kept at once, checked and recorded by a job, asked about by address."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt

from sotiem.accounts.facts import Role
from sotiem.foundation import limits
from sotiem.imports.models import DoseImport
from sotiem.imports.operations import answer_about_file, cancel_import, commit_when_checked
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.queries import annotated_workbook, find_import, rows_after
from sotiem.portals.api.answering import answering, leave_trace
from sotiem.portals.api.once import facility_of_program, take_once
from sotiem.portals.api.reading import LARGEST, flag, json_body, read_file, texts_in, whole_number
from sotiem.portals.api.telling import CHECKED, address_of, import_told, row_told
from sotiem.portals.components.access import acting_staff, programs
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.programs import answer
from sotiem.portals.facility.lines import csv_lines
from sotiem.portals.facility.refusals import passed_over, result_of

# Of all keys of one clerk together: a sheet is more work than a question.
UPLOADS: Final = 120
WINDOW: Final = timedelta(minutes=10)
ROWS: Final = 500
ACCEPTED: Final = 202


@csrf_exempt  # no cookie opens it, so no page elsewhere can send in somebody's name
@programs(Role.CLERK)
@answering("POST")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a facility's sheet; with `commit=true` its new doses are recorded when it is checked.

    A file that the facility sent before is refused, with its address, unless `again=true`.
    """
    who, now = acting_staff(request), timezone.now()
    limits.spend("sheets-of-program", who.key, limit=UPLOADS, per=WINDOW, at=now)
    content, name, given = read_file(request)
    is_to_commit, again = flag(given, "commit"), flag(given, "again")
    facility = facility_of_program(given.get("facility", ""), who)
    taken = take_once(
        request, facility=facility, content=content, file_name=name, by=who, at=now, again=again
    )
    if is_to_commit and not taken.committed_at:
        taken = commit_when_checked(import_id=taken.pk, by=who, at=now)
    leave_trace(request, by=who, dose_import=str(taken.public_id))
    response = answer(import_told(taken), status=ACCEPTED)
    response["Location"] = address_of("import", taken)
    return response


@csrf_exempt
@programs(Role.CLERK)
@answering("GET")
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far a sheet is."""
    return answer(import_told(_found(request, public_id)))


@csrf_exempt
@programs(Role.CLERK)
@answering("POST")
def answers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say what a file leaves open; with `commit=true` it is recorded when it is checked then."""
    found, who, now = _found(request, public_id), acting_staff(request), timezone.now()
    given = texts_in(json_body(request, most=LARGEST), "answers")
    is_to_commit = flag(request.GET.dict(), "commit")
    moved = answer_about_file(import_id=found.pk, answers=given, by=who, at=now)
    if is_to_commit:
        moved = commit_when_checked(import_id=moved.pk, by=who, at=now)
    return answer(import_told(moved), status=ACCEPTED)


@csrf_exempt
@programs(Role.CLERK)
@answering("POST")
def commit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have the new doses of a sheet recorded. Asking again changes nothing."""
    found = _found(request, public_id)
    moved = commit_when_checked(import_id=found.pk, by=acting_staff(request), at=timezone.now())
    return answer(import_told(moved), status=ACCEPTED)


@csrf_exempt
@programs(Role.CLERK)
@answering("POST")
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Lay a sheet aside: nothing of it will be recorded."""
    found = _found(request, public_id)
    moved = cancel_import(import_id=found.pk, by=acting_staff(request), at=timezone.now())
    return answer(import_told(moved))


@csrf_exempt
@programs(Role.CLERK)
@answering("GET")
def rows(request: HttpRequest, public_id: UUID) -> HttpResponseBase:
    """What became of each dose of a sheet: some at a time as JSON, or all of them as CSV."""
    found = _checked(request, public_id)
    if "text/csv" in request.headers.get("Accept", ""):
        return StreamingHttpResponse(
            csv_lines(found, language=get_language() or "vi"),
            content_type="text/csv; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )
    number, slot = whole_number(request, "after"), whole_number(request, "slot")
    some = rows_after(found, number=number, slot=slot, limit=ROWS)
    lists = found.lists
    last = some[-1] if len(some) == ROWS else None
    on = f"{address_of('rows', found)}?after={last.number}&slot={last.slot}" if last else None
    return answer({"rows": [row_told(row, lists) for row in some], "next": on})


@csrf_exempt
@programs(Role.CLERK)
@answering("GET")
def result(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same sheet, with the result of every row in its result column."""
    found = _checked(request, public_id)
    content = annotated_workbook(found, tell=result_of, tell_passed=passed_over)
    return file_answer(f"ket-qua-{found.public_id}.xlsx", content, XLSX)


def _found(request: HttpRequest, public_id: UUID) -> DoseImport:
    who = acting_staff(request)
    found = find_import(public_id, staff=who)
    if found is None:
        raise Http404
    leave_trace(request, by=who, dose_import=str(public_id))
    return found


def _checked(request: HttpRequest, public_id: UUID) -> DoseImport:
    found = _found(request, public_id)
    if found.status not in CHECKED:
        raise Http404
    return found
