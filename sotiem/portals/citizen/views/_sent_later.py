"""A report that was written without a network: how it is taken, and answered to a script."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, ResolverMatch, resolve

from sotiem.corrections.queries import report_sent_before
from sotiem.portals.citizen.report_forms import ReportForm
from sotiem.portals.components.access import acting_citizen
from sotiem.portals.components.templatetags.sotiem import plain_label

SENDING: Final = "citizen:send_kept"
FORMS: Final = "citizen:report_"
TOO_MANY: Final = 429


def is_from_device(request: HttpRequest) -> bool:
    """Whether a form comes from what waited on a device, and is answered to its script."""
    return request.resolver_match is not None and request.resolver_match.view_name == SENDING


def not_taken(form: ReportForm, status: int) -> HttpResponse:
    """Why a report was not taken: to be mended, or where too many came, to be sent later."""
    shown = {field.name for field in form.visible_fields()}
    why = [
        f"{plain_label(form[name])}: {error}" if name in shown else str(error)
        for name, errors in form.errors.items()
        for error in errors
    ]
    status = TOO_MANY if status == TOO_MANY else 200
    return JsonResponse({"outcome": "refused", "why": why}, status=status)


def taken(request: HttpRequest) -> HttpResponse:
    """Take the report of the form that is named by its path. The same key again: the same answer.

    What came before is looked for first: its dose may have been put right since.
    """
    key = _key(request)
    before = key and report_sent_before(citizen=acting_citizen(request), submission_key=key)
    if before:
        return _sent(before.tracking_code)
    form = _find(request.POST.get("path", ""))
    if form is None or not str(form.view_name).startswith(FORMS):
        return _gone()
    try:
        answer: HttpResponse = form.func(request, *form.args, **form.kwargs)
    except Http404:
        return _gone()
    if answer.status_code != 302:
        return answer
    page = _find(answer["Location"])
    return _sent(page.kwargs["code"]) if page and page.view_name == "citizen:sent" else _gone()


def _sent(code: str) -> HttpResponse:
    return JsonResponse({"outcome": "sent", "code": code})


def _gone() -> HttpResponse:
    """What the report is about does not stand there any more."""
    return JsonResponse({"outcome": "gone"})


def _find(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("submission_key", ""))
    except ValueError:
        return None
