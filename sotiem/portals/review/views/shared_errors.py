"""Errors that many reports share, and planning one decision on all of them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.desk import queries
from sotiem.desk.models import SharedError
from sotiem.desk.operations import plan_bulk_decision
from sotiem.desk.states import UNDER_WAY
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.review import bulk_facts
from sotiem.portals.review.bulk_forms import PlanForm
from sotiem.portals.review.bulk_words import STATES
from sotiem.portals.review.key_words import KEYS
from sotiem.portals.review.views.queue import as_uuid


@staff(Role.OFFICER)
def errors(request: HttpRequest) -> HttpResponse:
    """The shared errors of the officer's jurisdiction, the largest first; the latest decisions."""
    who = acting_staff(request)
    after = as_uuid(request.GET.get("sau"))
    page = queries.shared_errors(staff=who, after=after)
    here = reverse("review:errors")
    facts = {
        "errors": [bulk_facts.error_facts(error) for error in page.errors],
        "now": timezone.now(),
        "has_keys": queries.has_keys(who),
        "key_rows": KEYS,
        "start_url": here if after else "",
        "next_url": f"{here}?sau={page.next_key}" if page.next_key else "",
        "decisions": [
            {**bulk_facts.error_facts(bulk.error), "bulk": bulk, "state": STATES[bulk.stands]}
            for bulk in ([] if after else queries.recent_bulks(who))
        ],
    }
    return render(request, "review/errors.html", facts)


@staff(Role.OFFICER)
def error(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One shared error: what is on record, what is said, how the session stands to it."""
    found = queries.error_for_officer(staff=acting_staff(request), public_id=public_id)
    return _page(request, found, {"form": PlanForm()})


@require_POST
@staff(Role.OFFICER)
def plan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Plan one decision on all doses of this error; it is tried out first."""
    who = acting_staff(request)
    found = queries.error_for_officer(staff=who, public_id=public_id)
    form = PlanForm(request.POST)
    if not form.is_valid():
        return _page(request, found, {"form": form, "wrong_form": form}, status=422)
    try:
        bulk = plan_bulk_decision(
            error_id=found.pk,
            with_unreported=form.cleaned_data["scope"] == "session",
            note=form.cleaned_data["note"],
            by=who,
            at=timezone.now(),
        )
    except NotAllowed:
        raise
    except Refusal as refusal:
        told = {"form": form, "errors": [sentence_for(refusal)]}
        return _page(request, found, told, status=422)
    return redirect("review:bulk", bulk.public_id)


def _page(
    request: HttpRequest, found: SharedError, told: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    last = queries.last_bulk(found)
    facts = {
        **bulk_facts.error_facts(found),
        "counts": queries.count_session(found),
        "now": timezone.now(),
        "last": last,
        "is_under_way": last is not None and last.state in UNDER_WAY,
        **told,
    }
    return render(request, "review/error.html", facts, status=status)
