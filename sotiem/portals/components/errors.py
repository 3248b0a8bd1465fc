"""The pages people see when a request is refused or fails; each shows the id to quote."""

from __future__ import annotations

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from sotiem.foundation import audit
from sotiem.portals.components.programs import failed_in_json, is_for_programs
from sotiem.portals.components.refusals import sentence_for

TOO_LARGE = 413
TOO_MANY = 429
UNAVAILABLE = 503


def _page(request: HttpRequest, status: int, sentence: str = "") -> HttpResponse:
    if is_for_programs(request):
        with translation.override(translation.get_language_from_request(request)):
            return failed_in_json(status)
    return render(request, f"{status}.html", {"sentence": sentence}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that what was sent could not be read."""
    if isinstance(exception, SessionInterrupted):  # the database went away, nobody erred
        return unavailable(request)
    return too_large(request) if isinstance(exception, RequestDataTooBig) else _page(request, 400)


def forbidden(
    request: HttpRequest, exception: Exception | None = None, reason: str = ""
) -> HttpResponse:
    """Say that this page is not for this person; also shown when a form's token is stale."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page, without repeating the address."""
    return _page(request, 404)


def too_large(request: HttpRequest) -> HttpResponse:
    """Say that a file is larger than we take."""
    return _page(request, TOO_LARGE)


def too_many(request: HttpRequest, refusal: Exception | None = None) -> HttpResponse:
    """Say that someone has tried too often, and when to come back."""
    return _page(request, TOO_MANY, sentence_for(refusal) if refusal else "")


def unavailable(request: HttpRequest) -> HttpResponse:
    """Say that the database does not answer, and that trying again soon will help."""
    if is_for_programs(request):
        response: HttpResponse = failed_in_json(UNAVAILABLE)
    else:
        response = server_error(request)
        response.status_code = UNAVAILABLE
    response.headers["Retry-After"] = "5"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed; drawn without session, database or context processors."""
    if is_for_programs(request):
        return failed_in_json(500)
    page = render_to_string("500.html", {"request_id": audit.request_id.get()})
    return HttpResponse(page, status=500)
