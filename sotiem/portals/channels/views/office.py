"""Running channels: plan, open, announce, close, hand over; for administrators of the place."""

from collections.abc import Callable
from typing import Final

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.corrections import channel_queries, operations
from sotiem.corrections.channels import NATIONAL, Channel, ChannelKind, ChannelState
from sotiem.foundation.refusals import Refusal
from sotiem.portals.channels.forms import ClosingForm, PlanForm, SuccessorForm, TieForm
from sotiem.portals.channels.telling import told_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.channels import name_of
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.office.scopes import names_of

OF_HEIR: Final = "id_heir_%s"  # the page asks for a successor twice


@staff(Role.ADMINISTRATOR)
def channels(request: HttpRequest) -> HttpResponse:
    """The channels of the administrator's jurisdiction."""
    found = channel_queries.channels_run_by(acting_staff(request))
    rows = told_of(found, at=timezone.now())
    return render(request, "channels/office.html", {"rows": rows})


@staff(Role.ADMINISTRATOR)
def plan(request: HttpRequest) -> HttpResponse:
    """Prepare a channel."""
    form = PlanForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            operations.plan_channel(
                code=given["channel_code"],
                kind=ChannelKind(given["kind"]),
                name_vi=given["name_vi"],
                name_en=given["name_en"],
                text_vi=given["text_vi"],
                text_en=given["text_en"],
                jurisdiction=form.jurisdiction,
                by=acting_staff(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            return redirect("channels:run", given["channel_code"])
    status = 422 if form.errors else 200
    return render(request, "channels/plan.html", {"form": form}, status=status)


@never_cache
@staff(Role.ADMINISTRATOR)
def channel(request: HttpRequest, code: str) -> HttpResponse:
    """One channel: how it stands, and what may be done now."""
    return _page(request, _run(request, code))


@require_POST
@staff(Role.ADMINISTRATOR)
def open_now(request: HttpRequest, code: str) -> HttpResponse:
    """Let a planned channel take reports from now on."""
    found, now = _run(request, code), timezone.now()
    who = acting_staff(request)
    return _try(
        request,
        found,
        forms.Form(),
        lambda: operations.open_channel(code=code, opens_at=now, by=who, at=now),
    )


@require_POST
@staff(Role.ADMINISTRATOR)
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Announce a last day; without one, close at once."""
    found, now, who = _run(request, code), timezone.now(), acting_staff(request)
    others = channel_queries.possible_successors(found, at=now)
    form = ClosingForm(request.POST, channels=others)
    if not form.is_valid():
        return _page(request, found, closing=form)
    successor, closes_at = form.cleaned_data["successor"], form.closes_at

    def act() -> object:
        if closes_at is None:
            return operations.close_channel(code=code, successor_code=successor, by=who, at=now)
        return operations.announce_closing(
            code=code, closes_at=closes_at, successor_code=successor, by=who, at=now
        )

    return _try(request, found, form, act)


@never_cache
@staff(Role.ADMINISTRATOR)
def hand_over(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a hand-over would do; do it when that was agreed to."""
    found, now, who = _run(request, code), timezone.now(), acting_staff(request)
    others = {each.code: each for each in channel_queries.possible_successors(found, at=now)}
    given = request.POST or request.GET or None
    form = SuccessorForm(given, channels=list(others.values()), auto_id=OF_HEIR)
    if not form.is_valid():
        return _page(request, found, successor=form)
    successor = others[form.cleaned_data["successor"]]
    if request.method == "POST":
        return _try(
            request,
            found,
            form,
            lambda: operations.hand_over(code=code, successor_code=successor.code, by=who, at=now),
        )
    facts = {
        "told": told_of([found], at=now)[0],
        "successor": successor,
        "successor_name": name_of(successor),
        "place": names_of([successor.path])[successor.path],
        "preview": channel_queries.hand_over_preview(found, successor),
    }
    return render(request, "channels/hand_over.html", facts)


@require_POST
@staff(Role.ADMINISTRATOR)
def tie(request: HttpRequest, code: str) -> HttpResponse:
    """Give a partner's program this channel."""
    found, now, who = _run(request, code), timezone.now(), acting_staff(request)
    keys = {str(key.public_id): key for key in channel_queries.keys_to_tie(found, at=now)}
    form = TieForm(request.POST, keys=list(keys.values()))
    if not form.is_valid():
        return _page(request, found, tying=form)
    key = keys[form.cleaned_data["key"]]
    return _try(
        request,
        found,
        form,
        lambda: operations.tie_key(code=code, key_id=key.pk, by=who, at=now),
    )


def _run(request: HttpRequest, code: str) -> Channel:
    found = channel_queries.channel_run_by(acting_staff(request), code)
    if found is None:
        raise Http404
    return found


def _try(
    request: HttpRequest, found: Channel, form: forms.Form, act: Callable[[], object]
) -> HttpResponse:
    """Act, then show the channel again; a refusal is told on the same page."""
    try:
        act()
    except Refusal as refusal:
        return _page(request, found, errors=[sentence_for(refusal)])
    return redirect("channels:run", found.code)


def _page(
    request: HttpRequest,
    found: Channel,
    *,
    closing: ClosingForm | None = None,
    successor: SuccessorForm | None = None,
    tying: TieForm | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    now = timezone.now()
    state = found.state(now)
    others = channel_queries.possible_successors(found, at=now)
    is_partner = found.kind == ChannelKind.PARTNER
    keys = channel_queries.keys_to_tie(found, at=now) if is_partner else []
    asked = [form for form in (closing, successor, tying) if form is not None]
    facts = {
        "told": told_of([found], at=now)[0],
        "place": names_of([found.path])[found.path],
        "is_planned": state == ChannelState.PLANNED,
        "may_close": found.code != NATIONAL and state in (ChannelState.OPEN, ChannelState.CLOSING),
        "may_hand_over": found.code != NATIONAL
        and state != ChannelState.PLANNED
        and found.handed_over_at is None,
        "closing": closing or ClosingForm(channels=others),
        "successor": successor or SuccessorForm(channels=others, auto_id=OF_HEIR),
        "is_partner": is_partner,
        "tied": channel_queries.keys_of_channel(found) if is_partner else [],
        "tying": tying or TieForm(keys=keys),
        "has_keys": bool(keys),
        "form": asked[0] if asked else None,
        "errors": errors or [],
    }
    status = 422 if errors or asked else 200
    return render(request, "channels/run.html", facts, status=status)
