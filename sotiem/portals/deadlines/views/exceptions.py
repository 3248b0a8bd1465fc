from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.deadlines.models import DeadlineException
from sotiem.deadlines.operations import (
    ExceptionIsNotLater,
    ExceptionNeedsAReason,
    make_exception,
)
from sotiem.deadlines.permissions import can_except
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.deadlines.forms import ExceptionForm
from sotiem.portals.deadlines.views._found import Looked, looked_at
from sotiem.portals.deadlines.views.board import address_of


@staff(Role.OFFICER)
def make(request: HttpRequest, public_id: UUID, code: str) -> HttpResponse:
    """Give a facility more time, with a reason; those given before stand below."""
    looked = looked_at(request, public_id)
    facility = Facility.objects.filter(code=code).first()
    if facility is None or not Jurisdiction(looked.path).covers(facility.path):
        raise Http404
    if not can_except(acting_staff(request), looked.deadline):
        raise Http404
    form = ExceptionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, looked, facility, form)
    try:
        make_exception(
            deadline_id=looked.deadline.pk,
            facility=facility,
            until=form.cleaned_data["until"],
            reason=form.cleaned_data["reason"],
            by=acting_staff(request),
            at=timezone.now(),
        )
    except (ExceptionIsNotLater, ExceptionNeedsAReason) as refusal:
        form.add_error(None, sentence_for(refusal))
        return _asked(request, looked, facility, form)
    return redirect(address_of(Looked(looked.deadline, facility.path, looked.areas)))


def _asked(
    request: HttpRequest, looked: Looked, facility: Facility, form: ExceptionForm
) -> HttpResponse:
    made = DeadlineException.objects.filter(deadline=looked.deadline, facility=facility)
    facts = {
        "deadline": looked.deadline,
        "facility": facility,
        "form": form,
        "made": made.order_by("-pk"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "deadlines/exception.html", facts, status=status)
