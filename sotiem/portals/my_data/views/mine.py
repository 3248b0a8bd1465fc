"""For the person: everything that is kept of her, and the request to have some of it deleted."""

import json

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.corrections.rules import CARRY_OUT_WITHIN_DAYS
from sotiem.data_requests import queries
from sotiem.data_requests.export import export_of
from sotiem.data_requests.facts import ANSWER_WITHIN_DAYS, RequestState
from sotiem.data_requests.models import DataRequest
from sotiem.data_requests.operations import appeal_request, note_export, submit_request
from sotiem.foundation.refusals import TooManyRequests
from sotiem.portals.citizen.words import unit_in_words
from sotiem.portals.components.access import acting_citizen, citizens
from sotiem.portals.components.downloads import file_answer
from sotiem.portals.components.refusals import sentence_for, told_in
from sotiem.portals.my_data import words
from sotiem.portals.my_data.forms import AppealForm, AskForm
from sotiem.portals.my_data.letters import letter_of
from sotiem.portals.my_data.paper import PDF, drawn
from sotiem.portals.my_data.readable import document_of

NAME = "so-tiem-du-lieu-cua-toi"


@citizens
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """What one may ask for about one's own data, and what was asked."""
    return _home(request)


@citizens
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Hand over all of it, as JSON or to be read; so many times a day, and on the trail."""
    who, at = acting_citizen(request), timezone.now()
    form = "pdf" if request.POST.get("form") == "pdf" else "json"
    try:
        note_export(form=form, by=who, at=at)
    except TooManyRequests as refusal:
        return _home(request, errors=[sentence_for(refusal)], status=429)
    told = export_of(who, at=at)
    if form == "pdf":
        return file_answer(f"{NAME}.pdf", drawn(document_of(told)), PDF)
    text = json.dumps(told, ensure_ascii=False, indent=1)
    return file_answer(f"{NAME}.json", text, "application/json; charset=utf-8")


@citizens
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Choose what to have deleted; it is acknowledged at once."""
    form = AskForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            made = submit_request(
                items=form.cleaned_data["items"],
                words=form.cleaned_data["words"],
                submission_key=form.cleaned_data["submission_key"],
                by=acting_citizen(request),
                at=timezone.now(),
            )
            return redirect("my_data:request", code=made.code)
    facts = {
        "form": form,
        "hints": words.HINTS,
        "soonest": min(ANSWER_WITHIN_DAYS.values()),
        "latest": max(ANSWER_WITHIN_DAYS.values()),
        "here": "my_data",
    }
    return render(request, "my_data/ask.html", facts, status=422 if form.errors else 200)


@citizens
@never_cache
def request_page(request: HttpRequest, code: str) -> HttpResponse:
    """How far a request is, by when it is answered, the letter, and what one can do next."""
    found = _found(request, code)
    facts = {
        **told_of(found),
        "may_appeal": found.state == RequestState.ANSWERED and found.appealed_at is None,
        "here": "my_data",
    }
    return render(request, "my_data/request.html", facts)


@citizens
@never_cache
def appeal(request: HttpRequest, code: str) -> HttpResponse:
    """Ask the unit above to answer once more."""
    found = _found(request, code)
    form = AppealForm(request.POST or None)
    if form.is_valid():
        with told_in(form):
            appeal_request(
                request_id=found.pk,
                words=form.cleaned_data["words"],
                by=acting_citizen(request),
                at=timezone.now(),
            )
            return redirect("my_data:request", code=found.code)
    facts = {"form": form, "request_": found, "here": "my_data"}
    return render(request, "my_data/appeal.html", facts, status=422 if form.errors else 200)


@citizens
@require_safe
@never_cache
def letter(request: HttpRequest, code: str, place: int) -> HttpResponse:
    """The letter, as it was answered."""
    return letter_file(_found(request, code), place)


def told_of(found: DataRequest) -> dict[str, object]:
    """What both pages of a request show."""
    return {
        "request_": found,
        "state": words.STATES[found.state],
        "tone": words.TONES[found.state],
        "items": [words.ITEMS[each] for each in found.items],
        "unit": unit_in_words(found.path),
        "answers": [
            (place, each, [(words.ITEMS[one["item"]], one) for one in each.verdicts])
            for place, each in enumerate(found.answers.order_by("pk"), start=1)
        ],
        "now": timezone.now(),
    }


def letter_file(found: DataRequest, place: int) -> HttpResponse:
    """The n-th letter of a request, from 1; none is a page that is not there."""
    answers = list(found.answers.order_by("pk"))
    if not 1 <= place <= len(answers):
        raise Http404
    return file_answer(f"{found.code}-{place}.pdf", drawn(letter_of(answers[place - 1])), PDF)


def _found(request: HttpRequest, code: str) -> DataRequest:
    found = queries.request_of(acting_citizen(request), code)
    if found is None:
        raise Http404
    return found


def _home(
    request: HttpRequest, *, errors: list[str] | None = None, status: int = 200
) -> HttpResponse:
    who = acting_citizen(request)
    facts = {
        "has_record": who.patient_id is not None,
        "requests": [
            (each, words.STATES[each.state], words.TONES[each.state])
            for each in queries.requests_of(who)
        ],
        "form": forms.Form(),
        "errors": errors or [],
        "days": CARRY_OUT_WITHIN_DAYS,
        "here": "my_data",
    }
    return render(request, "my_data/home.html", facts, status=status)
