"""How far an announcement is, for whoever has its code; and the code that opens it whole."""

from allauth.account.adapter import get_adapter
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from sotiem.accounts.operations import redeem_code, send_code
from sotiem.announcements.queries import announcement_by_code
from sotiem.corrections.operations.limit import spend_look
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.refusals import Refusal
from sotiem.portals.announcing.draft import Draft
from sotiem.portals.announcing.telling import told_of
from sotiem.portals.announcing.views.announce import ASKED, send
from sotiem.portals.citizen.forms import CodeForm
from sotiem.portals.components.access import citizen_in, open_citizen_session, public
from sotiem.portals.components.fields import PhoneField
from sotiem.portals.components.refusals import sentence_for


class PhoneForm(forms.Form):
    """The phone from which it was announced."""

    phone = PhoneField(
        label=_("Điện thoại đã gửi công bố"),
    )


@public
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a code."""
    typed = request.GET.get("ma", "").strip()
    if typed:
        return redirect("announcing:track", code=normal_tracking_code(typed))
    return render(request, "announcing/find.html")


@public
@never_cache
def track(request: HttpRequest, code: str) -> HttpResponse:
    """The state and by when the answer is due; with the right phone, a code is sent.

    Whether the phone was the right one is not said: the code comes, or it does not.
    """
    at, address = timezone.now(), get_adapter().get_client_ip(request)
    spend_look(address=address, at=at)
    found = announcement_by_code(normal_tracking_code(code))
    if found is None:
        return render(request, "announcing/find.html", {"unknown": True}, status=404)
    known = citizen_in(request)
    is_own = known is not None and known.phone == found.phone
    form = PhoneForm(request.POST or None)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        to = phone if phone == found.phone else None
        try:
            sent = send_code(phone=to, asked_for=phone, address=address, subject={}, at=at)
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
        else:
            opens = {"sent": str(sent.public_id), "phone": phone, "opens": found.code}
            request.session[ASKED] = opens
            return redirect("announcing:code")
    facts = {**told_of(found), "form": form, "is_own": is_own}
    return render(request, "announcing/track.html", facts, status=422 if form.errors else 200)


@public
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to the phone: the right one sends what was written, or opens a page."""
    kept = request.session.get(ASKED)
    if kept is None:
        return redirect("announcing:start")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        try:
            redeem_code(public_id=kept["sent"], code=form.cleaned_data["code"], at=timezone.now())
            open_citizen_session(
                request, phone=kept["phone"], patient_id=None, patient_public_id=""
            )
            address = _opened(request, kept["opens"])
        except Refusal as refusal:
            form.add_error("code", sentence_for(refusal))
        else:
            del request.session[ASKED]
            return redirect(address)
    back = reverse("announcing:track", args=[kept["opens"]]) if kept["opens"] else ""
    facts = {
        "form": form,
        "phone": kept["phone"],
        "is_sending": not back,
        "back": back or reverse("announcing:check"),
    }
    return render(request, "announcing/code.html", facts, status=422 if form.errors else 200)


def _opened(request: HttpRequest, opens: str) -> str:
    """Where the code leads to."""
    if opens:
        return reverse("announcing:mine", args=[opens])
    draft = Draft.of(request)
    if draft is None:
        return reverse("announcing:start")
    return f"{reverse('announcing:mine', args=[send(request, draft).code])}?moi=1"
