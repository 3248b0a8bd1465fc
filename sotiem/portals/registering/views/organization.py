"""An organization says who it is; its contact person proves a telephone, now and later."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.models import OneTimeCode
from sotiem.accounts.operations import redeem_code, send_code
from sotiem.foundation.refusals import Refusal
from sotiem.places.queries import province_of_today
from sotiem.portals.citizen.forms import CodeForm
from sotiem.portals.components.access import citizen_in, open_citizen_session, public
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.registering.organization_forms import (
    OrganizationForm,
    ProvinceForm,
    SignInForm,
)
from sotiem.registrations.facts import STATEMENT_IN_FORCE, STATEMENTS, Described
from sotiem.registrations.operations import register_organization
from sotiem.registrations.queries import contact_phone_of, organizations_of

KEPT = "organizing"  # what was written, until the code is right


@public
@never_cache
def start(request: HttpRequest) -> HttpResponse:
    """What is needed; which province; the organizations of whoever signed in."""
    form = ProvinceForm(request.GET if "tinh" in request.GET else None)
    if form.is_valid():
        return redirect(f"{reverse('registering:describe')}?tinh={form.cleaned_data['tinh']}")
    known = citizen_in(request)
    facts = {"form": form, "organizations": organizations_of(known) if known else []}
    status = 422 if form.errors else 200
    return render(request, "registering/organizations.html", facts, status=status)


@public
@never_cache
def describe(request: HttpRequest) -> HttpResponse:
    """The organization and its contact person; then a code is sent."""
    province = province_of_today(request.GET.get("tinh", ""))
    if province is None:
        return redirect("registering:organizations")
    form = OrganizationForm(request.POST or None, province=province)
    if form.is_valid():
        described = form.described
        kept = {
            "described": {name: getattr(described, name) for name in described.__slots__},
            "key": str(form.cleaned_data["submission_key"]),
            "back": request.get_full_path(),
        }
        if _send(request, form, described.contact_phone, described.contact_phone, kept):
            return redirect("registering:organization_code")
    facts = {
        "form": form,
        "province": province,
        "statement": STATEMENTS[STATEMENT_IN_FORCE],
    }
    return _page(request, "registering/describe.html", form, facts)


@public
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """A code for the contact person; the answer is the same whether or not the two belong
    together."""
    form = SignInForm(request.POST or None, initial={"code": _code_in(request)})
    if form.is_valid():
        code, phone = form.cleaned_data["code"], form.cleaned_data["phone"]
        is_theirs = contact_phone_of(code) == phone
        kept = {"organization": code, "phone": phone, "back": reverse("registering:sign_in")}
        if _send(request, form, phone if is_theirs else None, f"{code} {phone}", kept):
            return redirect("registering:organization_code")
    return _page(request, "registering/sign_in.html", form, {"form": form})


@public
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to the phone; the right one opens the list."""
    kept = request.session.get(KEPT)
    if kept is None:
        return redirect("registering:organizations")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        at = timezone.now()
        try:
            sent = redeem_code(public_id=kept["code"], code=form.cleaned_data["code"], at=at)
            return _opened(request, kept, sent)
        except Refusal as refusal:
            form.add_error("code", sentence_for(refusal))
    facts = {"form": form, "back": kept["back"], "phone": kept["phone"]}
    return _page(request, "registering/organization_code.html", form, facts)


def _opened(request: HttpRequest, kept: dict[str, Any], sent: OneTimeCode) -> HttpResponse:
    phone = sent.subject["phone"]
    open_citizen_session(request, phone=phone, patient_id=None, patient_public_id="")
    target = kept.get("organization", "")
    if not target:
        known = citizen_in(request)
        assert known is not None
        target = register_organization(
            described=Described(**kept["described"]),
            submission_key=kept["key"],
            by=known,
            at=timezone.now(),
        ).code
    request.session.pop(KEPT, None)
    return redirect("registering:organization", code=target)


def _send(
    request: HttpRequest, form: forms.Form, phone: str | None, asked_for: str, kept: dict[str, Any]
) -> bool:
    """Send a code, or say why none is sent."""
    try:
        sent = send_code(
            phone=phone,
            asked_for=asked_for,
            address=get_adapter().get_client_ip(request),
            subject={"phone": phone or ""},
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return False
    shown = kept.get("phone") or phone
    request.session[KEPT] = {**kept, "phone": shown, "code": str(sent.public_id)}
    return True


def _code_in(request: HttpRequest) -> str:
    """The organization whose page somebody wanted to open."""
    parts = request.GET.get("next", "").split("/")
    return parts[3] if len(parts) > 3 and parts[3].startswith("TC-") else ""


def _page(
    request: HttpRequest, template: str, form: forms.Form, facts: dict[str, Any]
) -> HttpResponse:
    return render(request, template, facts, status=422 if form.errors else 200)
