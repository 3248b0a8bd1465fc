"""Reactions as the facility and the officers of its place see them, and what they do."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.identity import PartialDate
from sotiem.portals.aftercare import words
from sotiem.portals.aftercare.forms import FollowForm
from sotiem.portals.aftercare.telling import hotline, told_of
from sotiem.portals.citizen.words import unit_in_words, vaccine_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import told_in
from sotiem.reactions.facts import Outcome
from sotiem.reactions.models import Reaction
from sotiem.reactions.operations import follow_reaction
from sotiem.reactions.queries import closed_at, find_for_staff, open_at, open_in_reach


@staff(Role.CLERK, Role.HEAD)
@require_safe
@never_cache
def at_facility(request: HttpRequest, code: str) -> HttpResponse:
    """What the facility has to look at; nobody is named until somebody opens it."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    facts = {
        "facility": mine,
        "rows": _rows(open_at(mine)),
        "ended": _rows(closed_at(mine)),
        "now": timezone.now(),
    }
    return render(request, "aftercare/at_facility.html", facts)


@staff(Role.OFFICER)
@require_safe
@never_cache
def queue(request: HttpRequest) -> HttpResponse:
    """What the officer's place has to look at, what is urgent first, each with its clock."""
    rows = _rows(open_in_reach(acting_staff(request)))
    return render(request, "aftercare/queue.html", {"rows": rows, "now": timezone.now()})


@staff(Role.CLERK, Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one_here(request: HttpRequest, code: str, reaction: UUID) -> HttpResponse:
    """One reaction, for the facility that gave the dose."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    found = find_for_staff(acting_staff(request), reaction)
    if found is None or found.path != mine.path:
        raise Http404
    return _handle(request, found, mine)


@staff(Role.OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: HttpRequest, reaction: UUID) -> HttpResponse:
    """One reaction, for an officer of the place."""
    found = find_for_staff(acting_staff(request), reaction)
    if found is None:
        raise Http404
    return _handle(request, found, None)


def _handle(request: HttpRequest, found: Reaction, facility: Facility | None) -> HttpResponse:
    """Show it, or note what was done; that it was read is told in the person's trail."""
    form = FollowForm(request.POST or None, initial={"outcome": found.outcome})
    who, at = acting_staff(request), timezone.now()
    if request.method == "POST" and form.is_valid():
        deed, outcome, note = form.done
        with told_in(form, "outcome"):
            follow_reaction(
                reaction_id=found.pk, deed=deed, outcome=outcome, note=note, by=who, at=at
            )
            return redirect(request.path)
    audit.record("reaction.viewed", found, by=who, at=at, patient_id=found.patient_id)
    person = found.patient.current
    facts: dict[str, Any] = {
        "facility": facility,
        "form": form,
        "person": person,
        "born": PartialDate.from_iso(person.birth_date),
        **told_of(found),
        **hotline(),
    }
    page = "aftercare/one_here.html" if facility else "aftercare/one.html"
    return render(request, page, facts, status=422 if form.errors else 200)


def _rows(reactions: Sequence[Reaction]) -> list[dict[str, Any]]:
    """Reactions as lists show them: no name, no number."""
    return [
        {
            "reaction": each,
            "signs": words.signs_in_words(each.signs),
            "vaccine": vaccine_of(each.dose.current) if each.dose else "",
            "place": each.facility.name if each.facility else unit_in_words(each.path),
            "born": each.patient.current.birth_date[:4],
            "outcome": words.OUTCOMES[Outcome(each.outcome)],
            "is_new": not each.steps.all(),
        }
        for each in reactions
    ]
