"""The questions of a facility as a sheet: downloaded, filled in, and brought back."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.corrections.asked import every_question
from sotiem.corrections.operations import answer_questions
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import Refusal
from sotiem.imports.operations.upload import XLSX
from sotiem.imports.rules.workbook import BadSheet
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.facility.answering import AnswerSheet, BadRow, read_answers, sheet_of
from sotiem.portals.facility.refusals import sentence_of_file
from sotiem.portals.facility.views.asked import leave_traces

_SHOWN = 100


@never_cache
@staff(Role.CLERK, Role.HEAD)
@require_safe
def download(request: HttpRequest, code: str) -> HttpResponse:
    """All that the facility is asked, to be filled in. That people were named is recorded."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    questions = every_question(mine)
    leave_traces(request, questions)
    return file_answer("cau-hoi-phan-anh.xlsx", sheet_of(questions), XLSX)


@never_cache
@staff(Role.CLERK, Role.HEAD)
@require_POST
def upload(request: HttpRequest, code: str) -> HttpResponse:
    """Take the filled sheet: good rows are answers at once, bad ones are told one by one."""
    mine, now = facility_of(request, code, Role.CLERK, Role.HEAD), timezone.now()
    sheet = request.FILES.get("sheet")
    content = sheet.read() if isinstance(sheet, UploadedFile) else b""
    try:
        read = read_answers(content, at=now)
    except BadSheet as bad:
        return _told(request, mine, error=sentence_of_file(bad.problem, bad.details))
    except Refusal as refusal:
        return _told(request, mine, error=sentence_for(refusal))
    if read is None:
        return _told(
            request,
            mine,
            error=_("Tệp không có cột Mã câu hỏi. Hãy tải danh sách câu hỏi, điền rồi gửi lại."),
        )
    done = answer_questions(
        facility=mine,
        answers=[answer for _number, answer in read.answers.values()],
        by=acting_staff(request),
        at=now,
    )
    gone = sorted(read.answers[question][0] for question in done.passed)
    return _told(request, mine, read=read, taken=len(done.taken), gone=gone)


def _told(
    request: HttpRequest,
    mine: Facility,
    *,
    error: str = "",
    read: AnswerSheet | None = None,
    taken: int = 0,
    gone: list[int] | None = None,
) -> HttpResponse:
    bad: list[BadRow] = read.bad if read else []
    facts = {
        "facility": mine,
        "errors": [error] if error else [],
        "taken": taken,
        "gone": len(gone or []),
        "bad": bad[:_SHOWN],
        "more": max(len(bad) - _SHOWN, 0),
    }
    return render(request, "facility/asked_sheet.html", facts, status=422 if error else 200)
