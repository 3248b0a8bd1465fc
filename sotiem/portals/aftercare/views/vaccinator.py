"""A reaction that the team of a session sees, during the observation or later."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import Appointment
from sotiem.portals.aftercare.forms import ReactionForm
from sotiem.portals.aftercare.telling import hotline, reported, told_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._seen import leave_trace, named
from sotiem.reactions.facts import About, Reporter
from sotiem.reactions.queries import reaction_of_dose
from sotiem.readbacks.queries import beside


@staff(Role.CLERK, Role.HEAD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, code: str, public_id: UUID, person: UUID) -> HttpResponse:
    """Note what somebody shows after the dose; what was noted before stands above."""
    held = session_of(request, code, public_id, Role.CLERK, Role.HEAD)
    one = Appointment.objects.filter(session=held, public_id=person).first()
    found = beside(held, [one.pk]).get(one.pk) if one is not None else None
    if one is None or found is None or found.entry.dose is None:
        raise Http404
    dose = found.entry.dose
    about = About(patient_id=dose.patient_id, dose_id=dose.pk, day=dose.current.administered_on)
    form = ReactionForm(request.POST or None)
    if request.method == "POST":
        who = acting_staff(request)
        made = reported(form, about, by=who, reporter=Reporter.VACCINATOR)
        if made is not None:
            return redirect("aftercare:one_here", code=code, reaction=made.public_id)
    leave_trace(request, {held: [named(one)]})
    known = reaction_of_dose(dose)
    facts = {
        "facility": held.facility,
        "held": held,
        "person": one,
        "name": one.facts["full_name"],
        "form": form,
        **(told_of(known) if known else {}),
        **hotline(),
    }
    return render(request, "aftercare/observe.html", facts, status=422 if form.errors else 200)
