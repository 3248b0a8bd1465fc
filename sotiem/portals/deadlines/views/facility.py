from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.deadlines.operations import NotAPhone, choose_phone
from sotiem.deadlines.queries import facility_lines, last_reminders, reminder_phones
from sotiem.facilities.models import Facility
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.deadlines.forms import PhoneForm
from sotiem.portals.deadlines.line import words_of


@staff(Role.CLERK, Role.HEAD)
@require_safe
def line(request: HttpRequest, code: str) -> HttpResponse:
    """What a facility has yet to enter, day by day."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    return _shown(request, mine, None)


@staff(Role.CLERK, Role.HEAD)
@require_POST
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Someone of the facility says where its reminders go."""
    mine = facility_of(request, code, Role.CLERK, Role.HEAD)
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _shown(request, mine, form)
    try:
        choose_phone(
            facility=mine,
            phone=form.cleaned_data["phone"],
            by=acting_staff(request),
            at=timezone.now(),
        )
    except NotAPhone as refusal:
        form.add_error("phone", sentence_for(refusal))
        return _shown(request, mine, form)
    return redirect("deadlines:facility", mine.code)


def _shown(request: HttpRequest, mine: Facility, form: PhoneForm | None) -> HttpResponse:
    now = timezone.now()
    chosen = reminder_phones([mine.pk]).get(mine.pk, "")
    facts = {
        "facility": mine,
        "lines": [words_of(each, at=now) for each in facility_lines(mine, at=now)],
        "reminder": last_reminders([mine.pk]).get(mine.pk),
        "form": form or PhoneForm(initial={"phone": chosen}),
    }
    return render(request, "deadlines/facility.html", facts, status=422 if form else 200)
