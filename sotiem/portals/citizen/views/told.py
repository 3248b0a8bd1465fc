"""What she was told, and how else she wants to be told."""

from collections.abc import Callable

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.foundation.actors import machine
from sotiem.foundation.refusals import Refusal
from sotiem.messages import queries
from sotiem.messages.carriers.sealing import public_key
from sotiem.messages.facts import Way
from sotiem.messages.models import Message
from sotiem.messages.operations import allow_push, confirm_email, forget_push, wish_email
from sotiem.portals.components.access import acting_citizen, citizens, public
from sotiem.portals.components.refusals import sentence_for

READER = machine("mail", "Người nhận thư")
WAYS = {Way.SMS: _("SMS"), Way.PUSH: _("Thông báo trên trình duyệt"), Way.EMAIL: _("E-mail")}
STATES = {
    Message.Status.WAITING: (_("Chờ gửi"), "waiting"),
    Message.Status.SENT: (_("Đã gửi"), "good"),
    Message.Status.FAILED: (_("Không gửi được"), "problem"),
}


class EmailForm(forms.Form):
    email = forms.EmailField(
        label=_("Địa chỉ e-mail"),
        required=False,
        help_text=_("Để trống nếu không muốn nhận thư."),
        error_messages={"invalid": _("Địa chỉ e-mail chưa đúng, ví dụ: ten@example.com.")},
    )


class DeviceForm(forms.Form):
    endpoint = forms.CharField(max_length=500)
    key = forms.RegexField(r"^[A-Za-z0-9_-]{87}=?$")
    secret = forms.RegexField(r"^[A-Za-z0-9_-]{22}(==)?$")


@citizens
@never_cache
def told(request: HttpRequest) -> HttpResponse:
    """The messages to her phone, and the forms by which she chooses."""
    return _page(request)


@citizens
@require_POST
def email(request: HttpRequest) -> HttpResponse:
    """Have mail come too, after a link in it was opened; or none any more."""
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    who = acting_citizen(request)
    page = reverse("citizen:confirm_email", args=["x"]).removesuffix("x")
    return _done(
        request,
        lambda: wish_email(
            phone=who.phone,
            email=form.cleaned_data["email"],
            page=page,
            by=who,
            at=timezone.now(),
        ),
    )


@citizens
@require_POST
def device(request: HttpRequest) -> HttpResponse:
    """Tell this browser too."""
    form, who = DeviceForm(request.POST), acting_citizen(request)
    if not form.is_valid():
        return _page(request, errors=[str(_("Trình duyệt chưa cho phép. Hãy thử lại."))])
    return _done(
        request,
        lambda: allow_push(phone=who.phone, by=who, at=timezone.now(), **form.cleaned_data),
    )


@citizens
@require_POST
def no_devices(request: HttpRequest) -> HttpResponse:
    """Tell none of her browsers any more."""
    who = acting_citizen(request)
    return _done(
        request, lambda: forget_push(phone=who.phone, endpoint="", by=who, at=timezone.now())
    )


@public
@never_cache
def confirm(request: HttpRequest, link: str) -> HttpResponse:
    """Who reads a mailbox agrees that mail comes there."""
    facts: dict[str, object] = {}
    if request.method == "POST":
        try:
            confirm_email(link=link, by=READER, at=timezone.now())
        except Refusal as refusal:
            facts["errors"] = [sentence_for(refusal)]
        else:
            facts["is_confirmed"] = True
    status = 422 if "errors" in facts else 200
    return render(request, "citizen/confirm_email.html", facts, status=status)


def _done(request: HttpRequest, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        return _page(request, errors=[sentence_for(refusal)])
    return redirect("citizen:told")


def _page(
    request: HttpRequest, *, form: EmailForm | None = None, errors: list[str] | None = None
) -> HttpResponse:
    phone = acting_citizen(request).phone
    wish = queries.find_wish(phone)
    facts = {
        "messages_told": [
            (each, WAYS[Way(each.way)], *STATES[Message.Status(each.status)])
            for each in queries.told(phone)
        ],
        "phone": phone,
        "wish": wish,
        "devices": queries.devices_of(phone),
        "push_key": public_key(settings.PUSH_SECRET),
        "form": form or EmailForm(initial={"email": wish.email if wish else ""}),
        "errors": errors or [],
        "here": "told",
    }
    return render(request, "citizen/told.html", facts, status=422 if form or errors else 200)
