"""One line per request, with an id that also stands on the error page; never personal data."""

import time
import traceback
import uuid
from collections.abc import Callable

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from sotiem.foundation import audit
from sotiem.foundation.refusals import NotAllowed, Refusal, TooManyRequests
from sotiem.portals.components.errors import unavailable
from sotiem.portals.components.refused import refused

log = structlog.get_logger("request")


class RequestLog:
    """Give each request an id, log its end, and turn refusals and defects into pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        identifier = uuid.uuid4().hex[:12]
        token = audit.request_id.set(identifier)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-Id"] = identifier
            _log(request, identifier, response.status_code, started)
            return response
        finally:
            audit.request_id.reset(token)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """A refusal becomes its page; a defect is logged by type and place, never by its text."""
        if isinstance(error, Refusal):
            return refused(request, error, status=_status_of(error))
        frames = traceback.extract_tb(error.__traceback__)[-5:]
        log.error(
            "defect",
            id=audit.request_id.get(),
            error=type(error).__qualname__,
            at=[f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames],
        )
        return unavailable(request) if isinstance(error, OperationalError) else None


def _status_of(error: Refusal) -> int:
    if isinstance(error, NotAllowed):
        return 403
    return 429 if isinstance(error, TooManyRequests) else 409


def _log(request: HttpRequest, identifier: str, status: int, started: float) -> None:
    match = request.resolver_match
    log.info(
        "request",
        id=identifier,
        method=request.method,
        route=match.route if match else "",
        status=status,
        ms=round((time.perf_counter() - started) * 1000, 1),
    )
