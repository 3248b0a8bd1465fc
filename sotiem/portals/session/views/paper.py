"""Paper of a facility's day: slips, labels, reports. Who printed whose is told in the trail."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
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
from sotiem.portals.components.access import staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.fields import DayField
from sotiem.portals.components.templatetags.sotiem import moment
from sotiem.portals.session.day_doses import (
    dose_of,
    doses_of_day,
    labels_of,
    report_of,
    slips_of,
)
from sotiem.portals.session.paper.facts import Report, Slip
from sotiem.portals.session.paper.typeset import labels_pdf, report_pdf, slips_pdf
from sotiem.portals.session.views._paper import PAPERS, leave_traces, pdf_file
from sotiem.portals.session.words import LABELS
from sotiem.readbacks.queries import address_of, open_links


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
        "papers": LABELS.items(),
    }
    return render(request, "session/papers.html", facts, status=422 if form.errors else 200)


@staff(Role.CLERK, Role.HEAD)
@require_safe
def slips(request: HttpRequest, code: str) -> HttpResponse:
    """The slips of all people of a day, one page each."""
    mine, _form, (day, _until) = _asked(request, code)
    doses = _some(doses_of_day(mine, day))
    leave_traces(request, doses, "slip.printed")
    return pdf_file(slips_pdf(_linked(mine, doses)), f"phieu-{mine.code}-{day}")


@staff(Role.CLERK, Role.HEAD)
@require_safe
def slip(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The slip of one person."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    dose = dose_of(mine, public_id)
    if dose is None:
        raise Http404
    leave_traces(request, [dose], "slip.printed")
    return pdf_file(slips_pdf(_linked(mine, [dose])), f"phieu-{public_id}")


@staff(Role.CLERK, Role.HEAD)
@require_safe
def labels(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """Labels for all people of a day."""
    if paper not in PAPERS:
        raise Http404
    mine, _form, (day, _until) = _asked(request, code)
    doses = _some(doses_of_day(mine, day))
    leave_traces(request, doses, "label.printed")
    made = labels_pdf(labels_of(mine, doses), paper=PAPERS[paper])
    return pdf_file(made, f"nhan-{mine.code}-{day}")


@staff(Role.CLERK, Role.HEAD)
@require_safe
def report_file(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The report of a day or of a campaign, as PDF or CSV; it names nobody."""
    mine, _form, (since, until) = _asked(request, code)
    report = report_of(mine, since, until, at=timezone.now())
    name = f"bao-cao-{mine.code}-{since}"
    if kind == "csv":
        return csv_answer(f"{name}.csv", _table(report))
    return pdf_file(report_pdf(report), name)


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


def _linked(facility: Facility, doses: Sequence[Dose]) -> list[Slip]:
    """Slips, with the link by which a person says whether a new dose is right."""
    links = open_links([dose.pk for dose in doses], at=timezone.now())
    return [
        replace(slip, link=address_of(link), link_until=moment(link.expires_at))
        if (link := links.get(dose.pk))
        else slip
        for dose, slip in zip(doses, slips_of(facility, doses), strict=True)
    ]


def _some(doses: Sequence[Dose]) -> Sequence[Dose]:
    if not doses:
        raise Http404
    return doses


def _table(report: Report) -> list[list[str]]:
    head = (_("Vắc xin"), _("Số lô"), _("Xuất tiêm"), _("Trả lại"), _("Hủy"), _("Đã ghi"))
    lots = [
        [lot.vaccine, lot.lot, *map(str, (lot.drawn, lot.put_back, lot.wasted, lot.recorded))]
        for lot in report.lots
    ]
    return [[report.facility, report.days], [str(word) for word in head], *lots, *_people(report)]


def _people(report: Report) -> list[list[str]]:
    recorded = [str(_("Số mũi đã ghi")), str(report.vaccinated)]
    told = report.turnout
    if told is None:
        return [recorded]
    postponed = str(_("Số người hoãn tiêm"))
    return [
        [str(_("Số người được mời")), str(told.called)],
        recorded,
        *([postponed, str(why), str(number)] for why, number in told.postponed),
        [str(_("Số người không tiêm")), str(told.refused)],
    ]
