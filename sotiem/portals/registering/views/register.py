"""Registering: for whom and where, who it is, and a code sent to the phone. No account."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from allauth.account.adapter import get_adapter
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.operations import redeem_code, send_code
from sotiem.foundation.refusals import Refusal
from sotiem.places.models import AdministrativeUnit
from sotiem.places.queries import province_of_today
from sotiem.portals.citizen.forms import CodeForm
from sotiem.portals.components.access import citizen_in, open_citizen_session, public
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.registering.forms import RegistrationForm, StartForm, from_card
from sotiem.registrations.facts import (
    CONSENT_IN_FORCE,
    CONSENTS,
    Asked,
    Condition,
    Known,
    PartOfDay,
    Registrant,
    Relation,
    Wish,
)
from sotiem.registrations.models import Registration
from sotiem.registrations.operations import register

CAMERA = {"script-src": ["'self'", "'wasm-unsafe-eval'"], "media-src": ["'self'", "blob:"]}
KEPT = "registering"  # what was written, until the code is right


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """For whom, and in which province."""
    form = StartForm(request.GET if "relation" in request.GET else None)
    if form.is_valid():
        asked = form.cleaned_data
        address = reverse("registering:fill_in")
        return redirect(f"{address}?cho={asked['relation']}&tinh={asked['province']}")
    status = 422 if form.errors else 200
    return render(request, "registering/start.html", {"form": form}, status=status)


@public
@csp_update(CAMERA)
@never_cache
def fill_in(request: HttpRequest) -> HttpResponse:
    """Who is to be vaccinated, and when; then a code is sent, unless this phone was proved."""
    province = province_of_today(request.GET.get("tinh", ""))
    relation = request.GET.get("cho", "")
    if province is None or relation not in set(Relation):
        return redirect("registering:start")
    today = timezone.localdate()
    form = RegistrationForm(request.POST or None, province=province, today=today)
    if "from_card" in request.POST:
        form = _filled(request, province, today)
    elif form.is_valid():
        return _sent(request, form, relation, province)
    return _page(request, form, province)


@public
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to the phone; the right one registers."""
    kept = request.session.get(KEPT)
    if kept is None:
        return redirect("registering:start")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            redeem_code(public_id=kept["code"], code=form.cleaned_data["code"], at=timezone.now())
        except Refusal as refusal:
            form.add_error("code", sentence_for(refusal))
        else:
            phone = kept["asked"]["registrant"]["phone"]
            open_citizen_session(request, phone=phone, patient_id=None, patient_public_id="")
            return _registered(request, kept)
    status = 422 if form.errors else 200
    phone = kept["asked"]["registrant"]["phone"]
    facts = {"form": form, "phone": phone, "back": kept["back"]}
    return render(request, "registering/code.html", facts, status=status)


def _filled(request: HttpRequest, province: AdministrativeUnit, today: date) -> RegistrationForm:
    """The form as it was written, with what the card says in its fields."""
    said = from_card(request.POST.get("card", ""), today=today)
    if said is None:
        form = RegistrationForm(request.POST, province=province, today=today)
        form.tell_card_unread()
        return form
    written = {key: request.POST[key] for key in request.POST if key != "card"}
    form = RegistrationForm(initial={**written, **said}, province=province, today=today)
    form.is_from_card = True
    return form


def _sent(
    request: HttpRequest, form: RegistrationForm, relation: str, province: AdministrativeUnit
) -> HttpResponse:
    at = timezone.now()
    asked = form.asked(relation)
    kept: dict[str, Any] = {
        "asked": _plain(asked),
        "key": str(form.cleaned_data["submission_key"]),
        "back": request.get_full_path(),
    }
    known = citizen_in(request)
    if known is not None and known.phone == asked.registrant.phone:
        return _registered(request, kept)
    try:
        sent = send_code(
            phone=asked.registrant.phone,
            asked_for=asked.registrant.phone,
            address=get_adapter().get_client_ip(request),
            subject={},
            at=at,
        )
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return _page(request, form, province, status=429)
    request.session[KEPT] = {**kept, "code": str(sent.public_id)}
    return redirect("registering:code")


def _registered(request: HttpRequest, kept: dict[str, Any]) -> HttpResponse:
    known = citizen_in(request)
    assert known is not None
    made: Registration = register(
        asked=_asked(kept["asked"]), submission_key=kept["key"], by=known, at=timezone.now()
    )
    request.session.pop(KEPT, None)
    return redirect(f"{reverse('registering:registration', args=[made.code])}?moi=1")


def _plain(asked: Asked) -> dict[str, Any]:
    """As the session keeps it."""
    plain = asdict(asked)
    plain["wish"]["not_before"] = asked.wish.not_before.isoformat()
    return plain


def _asked(plain: dict[str, Any]) -> Asked:
    wish = plain["wish"]
    return Asked(
        registrant=Registrant(**plain["registrant"]),
        relation=Relation(plain["relation"]),
        group=plain["group"],
        wish=Wish(
            not_before=datetime.fromisoformat(wish["not_before"]).date(),
            part_of_day=PartOfDay(wish["part_of_day"]),
        ),
        history={Condition(key): Known(value) for key, value in plain["history"].items()},
        consent=plain["consent"],
    )


def _page(
    request: HttpRequest, form: RegistrationForm, province: AdministrativeUnit, status: int = 0
) -> HttpResponse:
    facts = {
        "form": form,
        "province": province,
        "consent": CONSENTS[CONSENT_IN_FORCE],
        "history": [form[each.value] for each in Condition],
    }
    status = status or (422 if form.errors else 200)
    return render(request, "registering/fill_in.html", facts, status=status)
