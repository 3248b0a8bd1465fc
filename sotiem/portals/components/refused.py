"""The page that tells someone no, and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal
from sotiem.portals.components.programs import is_for_programs, refused_in_json
from sotiem.portals.components.refusals import sentence_for


def refused(request: HttpRequest, refusal: Refusal, *, status: int) -> HttpResponse:
    """Answer with the refusal's sentence and the request's id."""
    if is_for_programs(request):
        return refused_in_json(refusal, status=status)
    facts = {"sentence": sentence_for(refusal), "request_id": audit.request_id.get()}
    return render(request, "components/refused.html", facts, status=status)
