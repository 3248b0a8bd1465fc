"""At a desk: whose papers these are, which number from now on, and the code that came to it."""

from typing import Any, Final
from uuid import UUID

from allauth.account.adapter import get_adapter
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role
from sotiem.foundation.refusals import Refusal, TooManyRequests
from sotiem.patients.models import Patient
from sotiem.phone_changes.facts import Agreed, ChangeBecause, Found, Paper, Wanted
from sotiem.phone_changes.operations import ask_new_phone, find_by_papers, replace_phone
from sotiem.phone_changes.queries import change_for
from sotiem.portals.citizen.forms import CodeForm
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.phones import words
from sotiem.portals.phones.forms import NewPhoneForm, PapersForm

KEPT: Final = "phone_change"  # whose papers were shown, until the change is made


@staff(Role.CLERK, Role.OFFICER)
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Type what stands on the papers; somebody on record has exactly these, or nobody is named."""
    at = timezone.now()
    form = PapersForm(request.POST or None, today=timezone.localdate(at))
    if form.is_valid():
        try:
            found = find_by_papers(papers=form.papers(), by=acting_staff(request), at=at)
        except Refusal as refusal:
            return _refused(request, "phones/find.html", form, refusal)
        request.session[KEPT] = {"patient_id": found.patient_id, "agreed": list(found.agreed)}
        return redirect("phones:new_phone")
    return _page(request, "phones/find.html", form)


@staff(Role.CLERK, Role.OFFICER)
@never_cache
def new_phone(request: HttpRequest) -> HttpResponse:
    """The number on record, hidden; which paper was shown, and the number from now on."""
    kept = request.session.get(KEPT)
    if kept is None:
        return redirect("phones:find")
    form = NewPhoneForm(request.POST or None)
    if form.is_valid():
        try:
            sent = ask_new_phone(
                wanted=_wanted(kept, form.cleaned_data),
                address=get_adapter().get_client_ip(request),
                by=acting_staff(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            return _refused(request, "phones/new_phone.html", form, refusal, **_facts(kept))
        request.session[KEPT] = {
            **kept, "code": str(sent.public_id), "phone": form.cleaned_data["phone"]
        }  # fmt: skip
        return redirect("phones:code")
    return _page(request, "phones/new_phone.html", form, **_facts(kept))


@staff(Role.CLERK, Role.OFFICER)
@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """The code that came to the new number; the right one replaces it."""
    kept = request.session.get(KEPT) or {}
    if "code" not in kept:
        return redirect("phones:find")
    form = CodeForm(request.POST or None)
    facts = {"phone": kept["phone"]}
    if form.is_valid():
        try:
            change = replace_phone(
                code_key=UUID(kept["code"]),
                code=form.cleaned_data["code"],
                by=acting_staff(request),
                at=timezone.now(),
            )
        except Refusal as refusal:
            return _refused(request, "phones/code.html", form, refusal, **facts)
        return redirect("phones:done", public_id=change.public_id)
    return _page(request, "phones/code.html", form, **facts)


@staff(Role.CLERK, Role.OFFICER)
@never_cache
def done(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was done, and what comes next; nothing of the person but hidden numbers."""
    change = change_for(acting_staff(request), public_id)
    if change is None:
        raise Http404
    facts = {
        "change": change,
        "state": words.STATES[change.state],
        "tone": words.TONES[change.state],
        "waits": [words.WAITS[each] for each in change.waits_because],
    }
    return render(request, "phones/done.html", facts)


def _wanted(kept: dict[str, Any], said: dict[str, Any]) -> Wanted:
    agreed = tuple(Agreed(each) for each in kept["agreed"])
    return Wanted(
        found=Found(patient_id=kept["patient_id"], agreed=agreed),
        phone=said["phone"],
        because=ChangeBecause(said["because"]),
        paper=Paper(said["paper"]),
    )


def _facts(kept: dict[str, Any]) -> dict[str, object]:
    record = Patient.objects.select_related("current").get(pk=kept["patient_id"])
    agreed = [words.AGREED[each] for each in kept["agreed"]]
    return {"old_phone": record.current.phone, "agreed": agreed}


def _refused(
    request: HttpRequest, page: str, form: forms.Form, refusal: Refusal, **facts: object
) -> HttpResponse:
    form.add_error(None, sentence_for(refusal))
    status = 429 if isinstance(refusal, TooManyRequests) else 422
    return render(request, page, {"form": form, **facts}, status=status)


def _page(request: HttpRequest, page: str, form: forms.Form, **facts: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, page, {"form": form, **facts}, status=status)
