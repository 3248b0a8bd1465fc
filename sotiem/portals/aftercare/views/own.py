"""Reporting a reaction of one's own from the health book."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sotiem.doses.models import Dose
from sotiem.portals.aftercare.forms import OwnReactionForm, ReactionForm, UndosedReactionForm
from sotiem.portals.aftercare.telling import hotline, reported, reporter_of, told_of
from sotiem.portals.citizen.words import vaccine_of
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.reactions.facts import About
from sotiem.reactions.queries import reaction_of_dose, reactions_of


@citizens
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def after_dose(request: HttpRequest, dose: UUID) -> HttpResponse:
    """What one feels after a dose; what was told of it, and what was done."""
    who = acting_citizen(request)
    doses = Dose.objects.of_person(who.patient_id or 0).counting()
    found = doses.select_related("current__vaccine").filter(public_id=dose).first()
    if found is None or who.patient_id is None:
        raise Http404
    about = About(patient_id=found.patient_id, dose_id=found.pk, day=found.current.administered_on)
    form = OwnReactionForm(request.POST or None)
    if request.method == "POST" and reported(form, about, by=who, reporter=reporter_of(request)):
        return redirect("aftercare:after_dose", dose=dose)
    known = reaction_of_dose(found)
    return _page(request, form, told_of(known) if known else {"vaccine": vaccine_of(found.current)})


@citizens
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def without_dose(request: HttpRequest) -> HttpResponse:
    """The same after a dose that is not recorded yet."""
    who = acting_citizen(request)
    if who.patient_id is None:
        return redirect("citizen:not_found")
    form = UndosedReactionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        about = About(patient_id=who.patient_id, dose_id=None, day=form.cleaned_data["day"])
        if reported(form, about, by=who, reporter=reporter_of(request)):
            return redirect("aftercare:without_dose")
    known = [each for each in reactions_of(who.patient_id) if each.dose_id is None]
    return _page(request, form, told_of(known[0]) if known else {})


def _page(request: HttpRequest, form: ReactionForm, told: dict[str, Any]) -> HttpResponse:
    facts = {"form": form, "now": timezone.now(), **told, **hotline()}
    return render(request, "aftercare/own.html", facts, status=422 if form.errors else 200)
