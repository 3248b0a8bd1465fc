"""For who got the message to an old number: what happened, and how to say no. Of nobody a word."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.corrections.operations.limit import spend_look
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.foundation.refusals import Refusal
from sotiem.phone_changes.facts import ChangeState
from sotiem.phone_changes.operations import object_to_change
from sotiem.phone_changes.queries import change_by_code, may_object
from sotiem.portals.citizen.words import unit_in_words
from sotiem.portals.components.access import public
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.phones.forms import ObjectionForm


@public
@never_cache
def change(request: HttpRequest, code: str) -> HttpResponse:
    """Say no, or learn what became of it."""
    at = timezone.now()
    spend_look(address=get_adapter().get_client_ip(request), at=at)
    found = change_by_code(normal_tracking_code(code))
    if found is None:
        return render(request, "phones/object.html", {"unknown": True}, status=404)
    form = ObjectionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = object_to_change(code=found.code, words=form.cleaned_data["words"], at=at)
        except Refusal as refusal:
            form.add_error(None, sentence_for(refusal))
    facts = {
        "form": form,
        "may_object": may_object(found, at),
        "is_objected": found.state == ChangeState.OBJECTED,
        "is_returned": found.state in (ChangeState.RETURNED, ChangeState.REFUSED),
        "change": found,
        "unit": unit_in_words(found.path),
    }
    return render(request, "phones/object.html", facts, status=422 if form.errors else 200)
