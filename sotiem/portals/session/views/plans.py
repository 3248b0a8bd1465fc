from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.accounts.models import User
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import add_people, amend_plan, plan_session
from sotiem.campaigns.states import AppointmentSource
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import told_in
from sotiem.portals.session.forms import PeopleForm, PlanForm, said_of
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.words import DUTIES
from sotiem.supply.queries import usable_lots


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a day of vaccination."""
    facility = facility_of(request, code)
    form = _form(request, facility, {"held_on": timezone.localdate()})
    return _planned(request, facility, form, None)


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Change the plan of a day."""
    session = session_of(request, code, public_id)
    form = _form(request, session.facility, said_of(session))
    return _planned(request, session.facility, form, session)


def _form(request: HttpRequest, facility: Facility, initial: dict[str, Any]) -> PlanForm:
    at = timezone.now()
    return PlanForm(
        request.POST or None,
        initial=initial,
        held=usable_lots(facility, on=timezone.localdate()),
        staff=_clerks(facility, at),
        duties=DUTIES,
    )


def _clerks(facility: Facility, at: datetime) -> list[User]:
    users = User.objects.filter(
        memberships__role=Role.CLERK,
        memberships__jurisdiction=facility.path,
        memberships__valid_from__lte=at,
        is_active=True,
    )
    return list(users.distinct().order_by("username")[:50])


def _planned(
    request: HttpRequest, facility: Facility, form: PlanForm, session: VaccinationSession | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        by, at = acting_staff(request), timezone.now()
        with told_in(form):
            if session is None:
                made = plan_session(facility=facility, plan=form.plan(), by=by, at=at)
            else:
                made = amend_plan(session_id=session.pk, plan=form.plan(), by=by, at=at)
            return redirect("session:board", code=facility.code, public_id=made.public_id)
    facts = {"facility": facility, "form": form, "session": session}
    return render(request, "session/plan.html", facts, status=422 if form.is_bound else 200)


@staff(Role.CLERK)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Put people on the list of a session."""
    session = session_of(request, code, public_id)
    form = PeopleForm(request.POST or None, session=session, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            add_people(
                session_id=session.pk,
                people=form.cleaned_data["people"],
                source=AppointmentSource.SHEET,
                slot=form.chosen_slot(),
                by=acting_staff(request),
                at=timezone.now(),
            )
            return redirect("session:board", code=code, public_id=public_id)
    facts = {"facility": session.facility, "session": session, "form": form}
    return render(request, "session/people.html", facts, status=422 if form.is_bound else 200)
