"""People of a facility who may be one: a clerk links them, and may take it back."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.facilities.models import Facility
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import decide_pair, take_back_verdict
from sotiem.matching.permissions import pairs_at_desk
from sotiem.matching.queries import pair_at_desk, pairs_at_facility
from sotiem.matching.states import Verdict
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.facility.forms import DuplicateForm
from sotiem.portals.review import pair_facts
from sotiem.portals.review.views.pairs import leave_traces
from sotiem.portals.review.words import DECIDED_NOW, VERDICT_HINTS

_PER_PAGE: Final = 30


@staff(Role.CLERK)
@require_safe
def listed(request: HttpRequest, code: str) -> HttpResponse:
    """The pairs among the people whom this facility vaccinated. Nobody is named."""
    mine, who = facility_of(request, code), acting_staff(request)
    found = pairs_at_facility(mine, after=_uuid(request.GET.get("sau")), limit=_PER_PAGE + 1)
    shown = found[:_PER_PAGE]
    own = pairs_at_desk(who, shown)
    facts = {
        "facility": mine,
        "rows": [
            {
                "public_id": pair.public_id,
                "code": pair_facts.code_of(pair),
                "percent": pair_facts.percent(pair.probability),
                "unlike": pair_facts.unlike(pair),
                "is_own": pair.pk in own,
            }
            for pair in shown
        ],
        "next_url": f"?sau={shown[-1].public_id}" if len(found) > _PER_PAGE else "",
        **_just_decided(request, mine),
    }
    return render(request, "facility/duplicates.html", facts)


@never_cache
@staff(Role.CLERK)
@require_safe
def show(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Two records side by side. That they were read is recorded on both."""
    mine = facility_of(request, code)
    found = _pair(request, mine, public_id)
    return _page(request, mine, found, DuplicateForm(initial={"known": found.verdict}))


@staff(Role.CLERK)
@require_POST
def decide(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Say whether two records are one person's, then go back to the list."""
    mine, form = facility_of(request, code), DuplicateForm(request.POST)
    found = _pair(request, mine, public_id)
    if not form.is_valid():
        return _page(request, mine, found, form)
    given = form.cleaned_data
    return _try(
        request,
        mine,
        found,
        lambda: decide_pair(
            pair_id=found.pk,
            verdict=Verdict(given["verdict"]),
            note=given["note"],
            known=given["known"],
            by=acting_staff(request),
            at=timezone.now(),
        ),
        address=f"{reverse('facility:duplicates', args=[code])}?vua={public_id}",
    )


@staff(Role.CLERK)
@require_POST
def take_back(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Undo a verdict, and show the pair again."""
    mine = facility_of(request, code)
    found = _pair(request, mine, public_id)
    return _try(
        request,
        mine,
        found,
        lambda: take_back_verdict(pair_id=found.pk, by=acting_staff(request), at=timezone.now()),
        address=reverse("facility:duplicate", args=[code, public_id]),
    )


def _pair(request: HttpRequest, mine: Facility, public_id: UUID) -> MatchPair:
    return pair_at_desk(facility=mine, staff=acting_staff(request), public_id=public_id)


def _try(
    request: HttpRequest,
    mine: Facility,
    found: MatchPair,
    act: Callable[[], MatchPair],
    *,
    address: str,
) -> HttpResponse:
    """Act, then go on; a refusal is told on the page of the pair, as it stands now."""

    def tell(errors: list[str]) -> HttpResponse:
        fresh = _pair(request, mine, found.public_id)
        form = DuplicateForm(initial={"known": fresh.verdict})
        return _page(request, mine, fresh, form, errors=errors)

    return act_or_tell(act, address=lambda: address, tell=tell)


def _page(
    request: HttpRequest,
    mine: Facility,
    found: MatchPair,
    form: DuplicateForm,
    *,
    errors: list[str] | None = None,
) -> HttpResponse:
    # What differs is shown in full, so that is what the trails say.
    leave_traces(found, action="patient.shown_in_full", by=acting_staff(request), at=timezone.now())
    facts = {
        **pair_facts.facts_of(found),
        "facility": mine,
        "form": form,
        "errors": errors or [],
        "hints": VERDICT_HINTS,
    }
    is_wrong = bool(errors) or form.is_bound
    return render(request, "facility/duplicate.html", facts, status=422 if is_wrong else 200)


def _just_decided(request: HttpRequest, mine: Facility) -> dict[str, Any]:
    """What this clerk decided a moment ago, to be undone with one button."""
    key = _uuid(request.GET.get("vua"))
    if key is None:
        return {}
    own = MatchPair.objects.filter(
        public_id=key, decided_by=str(acting_staff(request)), facilities__facility=mine
    )
    last = own.first()
    return {"last": last, "last_words": DECIDED_NOW[Verdict(last.verdict)]} if last else {}


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
