"""Paper of a session before its doses: whom to call, and labels for who comes."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.components.templatetags.sotiem import day
from sotiem.portals.session.day_people import (
    calls_of,
    labels_before_dose,
    people_before_dose,
    people_to_call,
)
from sotiem.portals.session.paper.typeset import calls_pdf, labels_pdf
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._paper import PAPERS, leave_traces, pdf_file

BOTH = (Role.CLERK, Role.HEAD)


@staff(*BOTH)
@require_safe
def calls(request: HttpRequest, code: str, public_id: UUID, kind: str) -> HttpResponse:
    """Who was called and has not come yet, with their phones."""
    session = session_of(request, code, public_id, *BOTH)
    people = people_to_call(session)
    leave_traces(request, people, "call_list.printed")
    told, name = calls_of(people), f"danh-sach-{code}-{session.held_on}"
    if kind == "pdf":
        return pdf_file(calls_pdf(f"Danh sách mời tiêm ngày {day(session.held_on)}", told), name)
    head = [
        *(gettext("Số thứ tự"), gettext("Họ và tên"), gettext("Ngày sinh")),
        *(gettext("Số điện thoại"), gettext("Giờ hẹn")),
    ]
    lines = [[one.place, one.full_name, one.birth_date, one.phone, one.slot] for one in told]
    return csv_answer(f"{name}.csv", [head, *lines])


@staff(*BOTH)
@require_safe
def labels(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Labels for everybody who may still get a dose, on the paper asked for (`kho`)."""
    session = session_of(request, code, public_id, *BOTH)
    paper = PAPERS.get(request.GET.get("kho", "46x34"))
    people = people_before_dose(session)
    if paper is None or not people:
        raise Http404
    leave_traces(request, people, "label.printed")
    made = labels_pdf(labels_before_dose(session.facility, people), paper=paper)
    return pdf_file(made, f"nhan-{code}-{session.held_on}")
