"""For officers: changes that wait for a second pair of eyes, and those somebody objects to."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role
from sotiem.foundation import audit
from sotiem.phone_changes import permissions, queries
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.operations import decide_change
from sotiem.portals.citizen.words import action_in_words, unit_in_words
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import told_in
from sotiem.portals.phones import words
from sotiem.portals.phones.forms import DecisionForm


@staff(Role.OFFICER)
@never_cache
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits, the most pressing first; nobody is named here."""
    rows = [
        (each, words.STATES[each.state], words.TONES[each.state], unit_in_words(each.path))
        for each in queries.waiting_for(acting_staff(request))
    ]
    return render(request, "phones/waiting.html", {"rows": rows, "now": timezone.now()})


@staff(Role.OFFICER)
@never_cache
def change(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One change with all that speaks for and against it; decided here."""
    who = acting_staff(request)
    found = queries.change_for(who, public_id)
    if found is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            decide_change(
                change_id=found.pk,
                for_new=form.cleaned_data["choice"] == "new",
                reason=form.cleaned_data["reason"],
                by=who,
                at=timezone.now(),
            )
            return redirect("phones:change", public_id=public_id)
    audit.record(
        "phone_change.viewed", found, by=who, at=timezone.now(), patient_id=found.patient_id
    )
    facts = {"form": form, **_facts(found), "may_decide": permissions.can_decide(who, found)}
    return render(request, "phones/change.html", facts, status=422 if form.errors else 200)


def _facts(found: PhoneChange) -> dict[str, object]:
    return {
        "change": found,
        "person": found.patient.current,
        "state": words.STATES[found.state],
        "tone": words.TONES[found.state],
        "paper": words.PAPERS[found.paper],
        "because": words.BECAUSE[found.because],
        "agreed": [words.AGREED[each] for each in found.agreed],
        "waits": [words.WAITS[each] for each in found.waits_because],
        "unit": unit_in_words(found.path),
        "deeds": [(action_in_words(each.action), each.at) for each in queries.deeds_since(found)],
        "now": timezone.now(),
    }
