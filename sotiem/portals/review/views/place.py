"""A report is put under its right kind: which it is, whose, of which dose, and what is claimed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role, Staff
from sotiem.corrections import permissions, queries
from sotiem.corrections.facts import ABOUT_A_DOSE, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import place_report
from sotiem.corrections.placing import kinds_open_to
from sotiem.desk.queries import has_keys
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.review import place_facts
from sotiem.portals.review.key_words import KEYS
from sotiem.portals.review.meant import leave_traces
from sotiem.portals.review.place_forms import NAMING, KindForm, PlaceForm
from sotiem.portals.review.subjects import Subjects, subjects_of
from sotiem.portals.review.views.case import leave_trace
from sotiem.portals.review.words import KINDS


@never_cache
@staff(Role.OFFICER)
def place(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Choose the kind, then what the report is about. Whose records are shown is recorded."""
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    subjects = subjects_of(report)
    strangers = [one for one in subjects.people if one.patient_id != report.patient_id]
    leave_traces(strangers, report, by=who, at=now)
    kinds = kinds_open_to(subjects.came)
    chosen = KindForm(request.POST or request.GET or None, kinds=kinds)
    kind = ReportKind(chosen.cleaned_data["loai"]) if chosen.is_valid() else None
    # A name that is to be put right stands in the form as it was told.
    leave_trace("shown_in_full" if kind in NAMING else "viewed", report, by=who, at=now)
    if kind is None:
        return _kinds(request, report, subjects, chosen, who)
    form = PlaceForm(request.POST or None, kind=kind, subjects=subjects)
    if not form.is_valid():
        return _page(request, report, form, who)
    return _place(request, report, form, who)


def _place(
    request: HttpRequest, report: CorrectionReport, form: PlaceForm, who: Staff
) -> HttpResponse:
    about = form.cleaned_data.get("about")
    dose = form.subjects.dose(about) if about and form.kind in ABOUT_A_DOSE else None
    person = form.subjects.person(about) if about and dose is None else None
    whose = dose.whose if dose else person
    return act_or_tell(
        lambda: place_report(
            report_id=report.pk,
            kind=form.kind,
            patient_id=whose.patient_id if whose else None,
            dose_id=dose.dose.pk if dose else None,
            claims=form.claims(),
            note=form.cleaned_data["note"],
            by=who,
            at=timezone.now(),
        ),
        address=lambda: _next(report, who),
        tell=lambda errors: _page(request, report, form, who, errors=errors),
    )


def _next(report: CorrectionReport, who: Staff) -> str:
    """The case as it stands now; the queue, where another unit has it."""
    report.refresh_from_db()
    if permissions.can_see(who, report):
        return f"{reverse('review:case', args=[report.public_id])}?xep-lai=1"
    return f"{reverse('review:queue')}?da-chuyen=1"


def _kinds(
    request: HttpRequest,
    report: CorrectionReport,
    subjects: Subjects,
    chosen: KindForm,
    who: Staff,
) -> HttpResponse:
    if not chosen.is_bound:
        chosen.initial = {"loai": subjects.came.called or report.kind}
    told: dict[str, Any] = {"kind_form": chosen, "wrong_form": chosen}
    return _shown(request, report, subjects, told, who, is_wrong=chosen.is_bound)


def _page(
    request: HttpRequest,
    report: CorrectionReport,
    form: PlaceForm,
    who: Staff,
    *,
    errors: list[str] | None = None,
) -> HttpResponse:
    why = {str(one.public_id): one.why for one in form.subjects.people}
    told = {
        "form": form,
        "wrong_form": form,
        "errors": errors or [],
        "chosen": form.kind,
        "chosen_words": KINDS[form.kind],
        "hints": why,
        "nobody": "about" in form.fields and not form.subjects.of(form.kind),
    }
    return _shown(request, report, form.subjects, told, who, is_wrong=form.is_bound or bool(errors))


def _shown(
    request: HttpRequest,
    report: CorrectionReport,
    subjects: Subjects,
    told: dict[str, Any],
    who: Staff,
    *,
    is_wrong: bool,
) -> HttpResponse:
    facts = {
        "report": report,
        "kind": KINDS[ReportKind(report.kind)],
        "may_place": permissions.can_place(who, report),
        "told": place_facts.told_of(report, subjects.came),
        "has_keys": has_keys(who),
        "key_rows": KEYS,
        **told,
    }
    return render(request, "review/place.html", facts, status=422 if is_wrong else 200)
