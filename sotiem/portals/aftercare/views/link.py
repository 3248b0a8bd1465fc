"""The page of a link, which is the secret itself: the entry read back, right or wrong."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sotiem.foundation import limits
from sotiem.foundation.refusals import Refusal
from sotiem.portals.aftercare.forms import OwnReactionForm, SeenForm, WrongForm
from sotiem.portals.aftercare.reading import shown_entry
from sotiem.portals.aftercare.telling import hotline, reported, reporter_of, told_of
from sotiem.portals.components.access import public
from sotiem.portals.components.refusals import sentence_for
from sotiem.reactions.facts import About
from sotiem.reactions.queries import reaction_of_dose
from sotiem.readbacks.models import Readback
from sotiem.readbacks.operations import say_right, say_wrong
from sotiem.readbacks.queries import find_readback, person_of

_HOUR: Final = timedelta(hours=1)
MISSES: Final = 60  # an hour of one address, which many people may share
ANSWERS: Final = 60  # an hour of one link

LinkView = Callable[[HttpRequest, str, Readback], HttpResponse]


def _of_link(view: LinkView) -> Callable[[HttpRequest, str], HttpResponse]:
    """A page of a link that is good: others say nothing of anybody, and no robot keeps any."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        found = find_readback(token)
        if found is None:
            address, at = get_adapter().get_client_ip(request), timezone.now()
            limits.spend("readback_miss", address, limit=MISSES, per=_HOUR, at=at)
        if found is None or found.expires_at <= timezone.now():
            facts = {"is_over": found is not None}
            return render(request, "aftercare/over.html", facts, status=410 if found else 404)
        if request.method == "POST":
            limits.spend("readback", found.code, limit=ANSWERS, per=_HOUR, at=timezone.now())
        shown = view(request, token, found)
        shown["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return shown

    return answer


@public
@require_safe
@never_cache
@_of_link
def show(request: HttpRequest, token: str, found: Readback) -> HttpResponse:
    """The entry, large, and two buttons."""
    return _page(request, token, found)


@public
@require_POST
@never_cache
@_of_link
def right(request: HttpRequest, token: str, found: Readback) -> HttpResponse:
    """It is right, as it stood on the page."""
    form = SeenForm(request.POST)
    if form.is_valid():
        try:
            say_right(readback_id=found.pk, seen=form.seen, at=timezone.now())
        except Refusal as refusal:
            return _page(request, token, found, told=sentence_for(refusal))
    return _back(request, token)


@public
@require_POST
@never_cache
@_of_link
def wrong(request: HttpRequest, token: str, found: Readback) -> HttpResponse:
    """It is wrong: one touch says so; what is wrong may be said with it, or later."""
    form = WrongForm(request.POST)
    if not form.is_valid():
        return _page(request, token, found, form=form)
    try:
        say_wrong(readback_id=found.pk, wrong=form.said, at=timezone.now())
    except Refusal as refusal:
        return _page(request, token, found, told=sentence_for(refusal))
    return _back(request, token)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@_of_link
def reaction(request: HttpRequest, token: str, found: Readback) -> HttpResponse:
    """What one feels after this dose."""
    dose = found.entry.dose
    assert dose is not None
    about = About(patient_id=dose.patient_id, dose_id=dose.pk, day=dose.current.administered_on)
    form = OwnReactionForm(request.POST or None)
    if request.method == "POST":
        by, reporter = person_of(found), reporter_of(request)
        if reported(form, about, by=by, reporter=reporter) is not None:
            return redirect("aftercare:link_reaction", token=token)
    known = reaction_of_dose(dose)
    facts = {
        "form": form,
        "back": request.path.removesuffix("phan-ung/"),
        **(told_of(known) if known else {}),
        **hotline(),
    }
    return render(request, "aftercare/by_link.html", facts, status=422 if form.errors else 200)


def _back(request: HttpRequest, token: str) -> HttpResponse:
    answer = redirect("aftercare:link", token=token)
    if "tai-cho" in request.GET:
        answer["Location"] += "?tai-cho"
    return answer


def _page(
    request: HttpRequest,
    token: str,
    found: Readback,
    *,
    form: WrongForm | None = None,
    told: str = "",
) -> HttpResponse:
    readback = find_readback(token) or found
    facts: dict[str, Any] = {
        "token": token,
        "readback": readback,
        "is_withdrawn": readback.entry.withdrawn_at is not None,
        "entry": shown_entry(readback),
        "form": form or WrongForm(),
        "told": told,
        "here": "?tai-cho" if "tai-cho" in request.GET else "",
    }
    status = 409 if told else 422 if form is not None else 200
    return render(request, "aftercare/link.html", facts, status=status)
