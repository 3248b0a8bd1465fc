"""A facility fills a session from the people whom the province gave to it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.campaigns.models import VaccinationSession
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import told_in
from sotiem.portals.registering.call_forms import CallForm, chosen_in_words, reason_in_words
from sotiem.registrations import operations, queries
from sotiem.registrations.facts import Chosen
from sotiem.registrations.line import ahead_of
from sotiem.registrations.models import Calling
from sotiem.registrations.states import RegistrationState


@never_cache
@staff(Role.CLERK)
def call(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Who waits, what is free, who has answered; invite from the head of the line."""
    facility = facility_of(request, code)
    session = (
        VaccinationSession.objects.select_related("facility", "vaccine")
        .filter(facility=facility, public_id=public_id)
        .first()
    )
    if session is None:
        raise Http404
    calling = Calling.objects.filter(session=session, ended_at__isnull=True).first()
    form = CallForm(request.POST or None, session=session, calling=calling)
    if form.is_valid() and "preview" not in request.POST:
        assert isinstance(request.user, User)
        with told_in(form):
            invited = operations.call_people(
                session_id=session.pk,
                answer_hours=form.cleaned_data["hours"],
                chosen=form.chosen,
                by=acting_staff(request),
                user=request.user,
                at=timezone.now(),
            )
            said = ngettext("Đã mời %(count)s người.", "Đã mời %(count)s người.", invited)
            messages.success(request, said % {"count": invited})
            return redirect("registering:call", code=code, public_id=public_id)
    facts = _standing(session, form, calling)
    if form.is_valid():
        facts |= _ahead(request, session, form.chosen)
    return render(request, "registering/call.html", facts, status=422 if form.errors else 200)


def _standing(
    session: VaccinationSession, form: CallForm, calling: Calling | None
) -> dict[str, Any]:
    """How many wait, are invited, and said that they come."""
    answers = queries.answers_for(session)
    return {
        "facility": session.facility,
        "session": session,
        "form": form,
        "waiting": queries.waiting_at(session.facility),
        "invited": answers.get(RegistrationState.INVITED, 0),
        "confirmed": answers.get(RegistrationState.CONFIRMED, 0),
        "free": queries.free_seats(session),
        "calling": calling,
        "chosen": chosen_in_words(Chosen.read(calling.chosen)) if calling else [],
    }


def _ahead(request: HttpRequest, session: VaccinationSession, chosen: Chosen) -> dict[str, Any]:
    """How many fit, and the first in their order; who saw their names stands on the trail."""
    ahead = ahead_of(session, chosen)
    audit.record_many(
        (
            audit.Note(
                action="registration.viewed",
                object_kind="registration",
                object_id=each.pk,
                patient_id=each.patient_id,
            )
            for each in ahead.first
        ),
        by=acting_staff(request),
        at=timezone.now(),
    )
    first = [(each, reason_in_words(each)) for each in ahead.first]
    return {"ahead": ahead, "first": first}
