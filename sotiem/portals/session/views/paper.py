"""Paper of a facility's day: slips, labels, reports. Who printed whose is told in the trail."""

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.doses.models import Dose
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.templatetags.sotiem import day as written
from sotiem.portals.session.day_doses import (
    calls_of,
    dose_of,
    doses_of_day,
    labels_of,
    report_of,
    slips_of,
)
from sotiem.portals.session.paper.facts import Report
from sotiem.portals.session.paper.typeset import (
    PDF,
    LabelPaper,
    calls_pdf,
    labels_pdf,
    report_pdf,
    slips_pdf,
)
from sotiem.portals.session.views._found import session_of

PAPERS: Final = {
    "46x34": LabelPaper.ROLL_46,
    "92x34": LabelPaper.ROLL_92,
    "46x34-a4": LabelPaper.SHEET_46,
    "92x34-a4": LabelPaper.SHEET_92,
}
CSV: Final = "text/csv; charset=utf-8"


class DaysForm(forms.Form):
    """From one day to another; one day alone when the second is left out."""

    tu = DayField(label=_("Từ ngày"))
    den = DayField(label=_("Đến ngày"), required=False)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def papers(request: HttpRequest, code: str) -> HttpResponse:
    """What can be printed of a day, and its report."""
    mine, form, days = _asked(request, code)
    report = report_of(mine, *days, at=timezone.now())
    facts = {
        "facility": mine,
        "form": form,
        "report": report,
        "is_one_day": days[0] == days[1],
        "query": f"tu={days[0]:%d/%m/%Y}&den={days[1]:%d/%m/%Y}",
        "papers": list(PAPERS),
    }
    return render(request, "session/papers.html", facts, status=422 if form.errors else 200)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def slips(request: HttpRequest, code: str) -> HttpResponse:
    """The slips of all people of a day, one page each."""
    mine, _form, (day, _until) = _asked(request, code)
    doses = _some(doses_of_day(mine, day))
    _leave_traces(request, doses, "slip.printed")
    return _file(slips_pdf(slips_of(mine, doses)), f"phieu-{mine.code}-{day}.pdf", PDF)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def slip(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The slip of one person."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    dose = dose_of(mine, public_id)
    if dose is None:
        raise Http404
    _leave_traces(request, [dose], "slip.printed")
    return _file(slips_pdf(slips_of(mine, [dose])), f"phieu-{public_id}.pdf", PDF)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def labels(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """Labels for all people of a day."""
    if paper not in PAPERS:
        raise Http404
    mine, _form, (day, _until) = _asked(request, code)
    doses = _some(doses_of_day(mine, day))
    _leave_traces(request, doses, "label.printed")
    made = labels_pdf(labels_of(mine, doses), paper=PAPERS[paper])
    return _file(made, f"nhan-{mine.code}-{day}.pdf", PDF)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def calls(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The people of a session who have not come yet, with their phones, to call them."""
    session = session_of(request, code, public_id, Role.CLERK, Role.HEAD)
    audit.record("session.list_printed", session, by=acting_staff(request), at=timezone.now())
    title = f"{session.facility.name}, {written(session.held_on)}: danh sách mời"
    return _file(calls_pdf(title, calls_of(session)), f"danh-sach-{session}.pdf", PDF)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def report_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The report of a day or of a campaign, as PDF or CSV; it names nobody."""
    mine, _form, (since, until) = _asked(request, code)
    report = report_of(mine, since, until, at=timezone.now())
    name = f"bao-cao-{mine.code}-{since}"
    if kind == "csv":
        return _file(_table(report), f"{name}.csv", CSV)
    return _file(report_pdf(report), f"{name}.pdf", PDF)


def _asked(request: HttpRequest, code: str) -> tuple[Facility, DaysForm, tuple[date, date]]:
    """The facility and the days asked for; today when none are."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    today = timezone.localdate()
    form = DaysForm(request.GET if "tu" in request.GET else {"tu": f"{today:%d/%m/%Y}"})
    if not form.is_valid():
        return mine, form, (today, today)
    since = form.cleaned_data["tu"]
    until = form.cleaned_data["den"] or since
    return mine, form, (min(since, until), max(since, until))


def _some(doses: Sequence[Dose]) -> Sequence[Dose]:
    if not doses:
        raise Http404
    return doses


def _leave_traces(request: HttpRequest, doses: Sequence[Dose], action: str) -> None:
    notes = [
        audit.Note(action=action, object_kind="dose", object_id=dose.pk, patient_id=dose.patient_id)
        for dose in doses
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _table(report: Report) -> bytes:
    """The mark at the head tells spreadsheets that the letters are Unicode."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    head = (_("Vắc xin"), _("Số lô"), _("Xuất tiêm"), _("Trả lại"), _("Hủy"), _("Đã ghi"))
    lines.writerow([report.facility, report.days])
    lines.writerow([str(word) for word in head])
    for lot in report.lots:
        lines.writerow([lot.vaccine, lot.lot, lot.drawn, lot.put_back, lot.wasted, lot.recorded])
    return ("\ufeff" + text.getvalue()).encode()
