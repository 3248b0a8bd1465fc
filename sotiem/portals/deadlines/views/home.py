from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.deadlines.operations import DaysAreNotInOrder, count_standings, set_deadline
from sotiem.deadlines.queries import areas_seen_by, deadlines_seen_by
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.deadlines.forms import DeadlineForm
from sotiem.portals.deadlines.standings import whole
from sotiem.portals.deadlines.views._rows import row_of
from sotiem.portals.office.scopes import names_of


@staff(Role.OFFICER)
def deadlines(request: HttpRequest) -> HttpResponse:
    """The deadlines that hold in an officer's jurisdictions."""
    who, today = acting_staff(request), timezone.localdate()
    found = deadlines_seen_by(who)
    areas = {each.pk: areas_seen_by(who, each)[0] for each in found}
    names = names_of([*areas.values(), *(each.jurisdiction for each in found)])
    rows = [
        {
            "deadline": each,
            "place": names[each.jurisdiction],
            **row_of(whole(each, areas[each.pk], today=today), names[areas[each.pk]]),
        }
        for each in found
    ]
    return render(request, "deadlines/deadlines.html", {"rows": rows, "today": today})


@staff(Role.OFFICER)
def new(request: HttpRequest) -> HttpResponse:
    """An officer sets a deadline for an area of hers."""
    who, now = acting_staff(request), timezone.now()
    names = names_of(each.path for each in who.jurisdictions(Role.OFFICER))
    form = DeadlineForm(request.POST or None, places=sorted(names.items()))
    if request.method != "POST" or not form.is_valid():
        return _asked(request, form)
    told = form.cleaned_data
    try:
        deadline = set_deadline(
            name=told["name"],
            given_since=told["given_since"],
            given_until=told["given_until"],
            enter_by=told["enter_by"],
            jurisdiction=Jurisdiction(told["jurisdiction"]),
            by=who,
            at=now,
        )
    except DaysAreNotInOrder as refusal:
        form.add_error(None, sentence_for(refusal))
        return _asked(request, form)
    count_standings(deadline_id=deadline.pk, at=now)
    return redirect("deadlines:deadline", deadline.public_id)


def _asked(request: HttpRequest, form: DeadlineForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "deadlines/new.html", {"form": form}, status=status)
