"""The way in: who someone says to be, proved by a code sent to a phone."""

from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Citizen, citizen
from sotiem.accounts.models import OneTimeCode
from sotiem.accounts.operations import redeem_code, send_code
from sotiem.foundation.refusals import Refusal, TooManyRequests
from sotiem.guardians.queries import is_closed_to
from sotiem.matching.queries import find_exact
from sotiem.patients.models import Patient
from sotiem.phone_changes.operations import note_use
from sotiem.portals.citizen.forms import CodeForm, LookUpForm
from sotiem.portals.components.access import (
    close_citizen_session,
    open_citizen_session,
    public,
)
from sotiem.portals.components.refusals import sentence_for


@public
@never_cache
def look_up(request: HttpRequest) -> HttpResponse:
    """Ask who someone is; the answer is the same whether or not we know them."""
    at = timezone.now()
    form = LookUpForm(request.POST or None, today=timezone.localdate(at))
    if not form.is_valid():
        _remember_next(request)
        return _page(request, "citizen/look_up.html", form)
    try:
        sent = _send(request, form, at)
    except TooManyRequests as refusal:
        form.add_error(None, sentence_for(refusal))
        return _page(request, "citizen/look_up.html", form, status=429)
    request.session["looking_up"] = {
        "code": str(sent.public_id),
        "by": form.cleaned_data["by"],
        "full_name": form.cleaned_data["full_name"],
        "birth_date": form.cleaned_data["birth_date"],
    }
    return redirect("citizen:code")


def _send(request: HttpRequest, form: LookUpForm, at: datetime) -> OneTimeCode:
    """Send a code to the phone typed, or to the phone on record of the number typed.

    Known or not, the same questions are asked of the database.
    """
    numbers = form.cleaned_data["numbers"]
    patient_id = find_exact(
        full_name=form.cleaned_data["full_name"],
        birth_date=form.cleaned_data["birth_date"],
        **numbers,
    )
    known = Patient.objects.filter(pk=patient_id or 0).values_list("current__phone", flat=True)
    phone_on_record = known.first()
    phone = numbers.get("phone") or phone_on_record or None
    is_closed = is_closed_to(phone or "", patient_id or 0, at=at)
    return send_code(
        phone=phone,
        asked_for=next(iter(numbers.values())),
        address=get_adapter().get_client_ip(request),
        subject={
            "patient_id": None if is_closed else patient_id,
            "phone": phone or "",
            "is_closed": is_closed,
        },
        at=at,
    )


@public
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; the right one opens the record."""
    asked = request.session.get("looking_up")
    if asked is None:
        return redirect("citizen:look_up")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            sent = redeem_code(
                public_id=asked["code"], code=form.cleaned_data["code"], at=timezone.now()
            )
            who = _who(sent)
            note_use(by=who, at=timezone.now())
        except Refusal as refusal:
            form.add_error("code", sentence_for(refusal))
        else:
            return _open(request, who, sent)
    return _page(request, "citizen/code.html", form, by=asked["by"])


def _who(sent: OneTimeCode) -> Citizen:
    patient = Patient.objects.filter(pk=sent.subject["patient_id"] or 0).first()
    return citizen(
        phone=sent.subject["phone"],
        patient_id=patient.pk if patient else None,
        patient_public_id=str(patient.public_id) if patient else "",
    )


def _open(request: HttpRequest, who: Citizen, sent: OneTimeCode) -> HttpResponse:
    open_citizen_session(
        request,
        phone=who.phone,
        patient_id=who.patient_id,
        patient_public_id=who.key if who.patient_id else "",
    )
    request.session["record_is_closed"] = sent.subject.get("is_closed", False)
    wanted = request.session.pop("next", "")
    return HttpResponseRedirect(wanted or reverse("citizen:book"))


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Forget who this browser proved to be."""
    close_citizen_session(request)
    for kept in ("looking_up", "photos", "next", "record_is_closed"):
        request.session.pop(kept, None)
    return redirect("citizen:look_up")


def _remember_next(request: HttpRequest) -> None:
    wanted = request.GET.get("next", "")
    ways = (reverse("citizen:look_up"), reverse("registering:start"))
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(ways):
        request.session["next"] = wanted


def _page(
    request: HttpRequest, template: str, form: LookUpForm | CodeForm, status: int = 0, **facts: str
) -> HttpResponse:
    status = status or (422 if form.is_bound and form.errors else 200)
    return render(request, template, {"form": form, **facts}, status=status)
