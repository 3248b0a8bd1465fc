"""Records that may be one person's: what waits, one pair, and a second look at what was linked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role, Staff
from sotiem.foundation import audit
from sotiem.matching import queries
from sotiem.matching.models import MatchPair
from sotiem.matching.operations import decide_pair, take_back_verdict
from sotiem.matching.states import Verdict
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.acting import act_or_tell
from sotiem.portals.review import pair_facts
from sotiem.portals.review.forms import PairForm
from sotiem.portals.review.words import DECIDED_NOW, VERDICT_HINTS

PAIRS_A_PAGE: Final = 30
UNCLEAR: Final = "de-sau"


@staff(Role.OFFICER)
def pairs(request: HttpRequest) -> HttpResponse:
    """The pairs of the officer's jurisdiction, the most probable at the top. Nobody is named."""
    who, is_unclear = acting_staff(request), request.GET.get("muc") == UNCLEAR
    after = _uuid(request.GET.get("sau"))
    found = queries.waiting_pairs(
        staff=who, after=after, limit=PAIRS_A_PAGE + 1, unclear=is_unclear
    )
    shown, address = found[:PAIRS_A_PAGE], reverse("review:pairs")
    tab = f"muc={UNCLEAR}&" if is_unclear else ""
    facts = {
        "tabs": [
            {"words": _("Chờ xem"), "href": address, "current": "" if is_unclear else "yes"},
            {
                "words": _("Chưa rõ, để sau"),
                "href": f"{address}?muc={UNCLEAR}",
                "current": "yes" if is_unclear else "",
            },
        ],
        "rows": [_row(pair) for pair in shown],
        "first": shown[0].public_id if shown and not is_unclear and after is None else "",
        "start_url": f"{address}?{tab}".rstrip("?&") if after else "",
        "next_url": f"{address}?{tab}sau={shown[-1].public_id}" if len(found) > len(shown) else "",
        **_just_decided(request, who),
    }
    return render(request, "review/pairs.html", facts)


@never_cache
@staff(Role.OFFICER)
def pair(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Two records side by side. That they were read is recorded on both."""
    who, now = acting_staff(request), timezone.now()
    found = queries.pair_for_officer(staff=who, public_id=public_id)
    return _page(request, found, who, now, form=_empty_form(found))


@require_POST
@staff(Role.OFFICER)
def decide(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say whether two records are one person's, then go on to the next pair."""
    who, now, form = acting_staff(request), timezone.now(), PairForm(request.POST)
    found = queries.pair_for_officer(staff=who, public_id=public_id)
    if not form.is_valid():
        return _page(request, found, who, now, form=form)
    given = form.cleaned_data
    return _try(
        request,
        found,
        lambda: decide_pair(
            pair_id=found.pk,
            verdict=Verdict(given["verdict"]),
            note=given["note"],
            known=given["known"],
            by=who,
            at=now,
        ),
        address=lambda: _next(found, who),
    )


@require_POST
@staff(Role.OFFICER)
def take_back(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Undo a verdict, and show the pair again."""
    who, now = acting_staff(request), timezone.now()
    found = queries.pair_for_officer(staff=who, public_id=public_id)
    return _try(
        request,
        found,
        lambda: take_back_verdict(pair_id=found.pk, by=who, at=now),
        address=lambda: reverse("review:pair", args=[public_id]),
    )


@staff(Role.OFFICER)
def second_looks(request: HttpRequest) -> HttpResponse:
    """Automatic links drawn for a second look, and how often such looks found an error."""
    who = acting_staff(request)
    drawn = queries.pairs_to_look_again(staff=who, limit=PAIRS_A_PAGE)
    facts = {
        "rows": [_row(pair) for pair in drawn],
        "measured": [
            {
                "version": each.model_version,
                "least": pair_facts.percent(each.band) if each.band else "",
                "drawn": each.drawn,
                "looked_at": each.looked_at,
                "wrong": each.wrong,
                "unclear": each.unclear,
                "error": pair_facts.error_in_words(each),
            }
            for each in queries.measured_error()
        ],
        **_just_decided(request, who),
    }
    return render(request, "review/second_looks.html", facts)


def _try(
    request: HttpRequest,
    found: MatchPair,
    act: Callable[[], MatchPair],
    *,
    address: Callable[[], str],
) -> HttpResponse:
    """Act, then go on; a refusal is told on the page of the pair, as it stands now."""

    def tell(errors: list[str]) -> HttpResponse:
        who, now = acting_staff(request), timezone.now()
        fresh = queries.pair_for_officer(staff=who, public_id=found.public_id)
        return _page(request, fresh, who, now, form=_empty_form(fresh), errors=errors)

    return act_or_tell(act, address=address, tell=tell)


def _next(found: MatchPair, who: Staff) -> str:
    """Where an officer goes on: the next pair of the same kind, or the list when none is left."""
    if found.is_automatic:
        others = queries.pairs_to_look_again(staff=who, limit=1)
        address = reverse("review:second_looks")
    else:
        others = queries.waiting_pairs(staff=who, limit=1)
        address = reverse("review:pairs")
    if others:
        address = reverse("review:pair", args=[others[0].public_id])
    return f"{address}?vua={found.public_id}"


def _page(
    request: HttpRequest,
    found: MatchPair,
    who: Staff,
    now: datetime,
    *,
    form: PairForm,
    errors: list[str] | None = None,
) -> HttpResponse:
    # What differs is shown in full, so that is what the trails say.
    leave_traces(found, action="patient.shown_in_full", by=who, at=now)
    facts = {
        **pair_facts.facts_of(found),
        **_just_decided(request, who),
        "form": form,
        "errors": errors or [],
        "hints": VERDICT_HINTS,
        "list_url": reverse("review:second_looks" if found.is_automatic else "review:pairs"),
    }
    is_wrong = bool(errors) or form.is_bound
    return render(request, "review/pair.html", facts, status=422 if is_wrong else 200)


def _empty_form(found: MatchPair) -> PairForm:
    """The form knows which verdict was on the screen, so that none is overruled unseen."""
    return PairForm(initial={"known": found.verdict})


def leave_traces(found: MatchPair, *, action: str, by: Staff, at: datetime) -> None:
    """Tell in the trails of both records that they were shown."""
    notes = [
        audit.Note(
            action=action,
            object_kind="patient",
            object_id=record,
            patient_id=record,
            details={"pair": str(found.public_id)},
        )
        for record in (found.one_id, found.other_id)
    ]
    audit.record_many(notes, by=by, at=at)


def _just_decided(request: HttpRequest, who: Staff) -> dict[str, Any]:
    """What this officer decided a moment ago, to be undone with one button."""
    key = _uuid(request.GET.get("vua"))
    own = MatchPair.objects.filter(public_id=key, decided_by=str(who)) if key else None
    last = own.first() if own is not None else None
    if last is None:
        return {}
    return {"last": last, "last_words": DECIDED_NOW[Verdict(last.verdict)]}


def _row(pair: MatchPair) -> dict[str, Any]:
    return {
        "public_id": pair.public_id,
        "code": pair_facts.code_of(pair),
        "percent": pair_facts.percent(pair.probability),
        "unlike": pair_facts.unlike(pair),
        "found_at": pair.found_at,
    }


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
