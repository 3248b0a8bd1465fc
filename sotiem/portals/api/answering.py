"""How an address for programs works: one way in, one way of saying no, one trace."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.corrections.operations import (
    ChannelIsClosed,
    ChannelIsNotOpenYet,
    PhotoIsTooBig,
    SourceCameBefore,
    TooManyReports,
)
from sotiem.foundation import audit
from sotiem.foundation.refusals import NotAllowed, Refusal, TooManyRequests
from sotiem.imports.operations import (
    FileIsTooLarge,
    NotWaitingForThis,
    PartlyRecorded,
    SameFileCameBefore,
)
from sotiem.portals.api import once, reading
from sotiem.portals.components.programs import refused_in_json, shown_key, wrong_method

View = Callable[..., HttpResponseBase]

STATUSES: Final[Mapping[type[Refusal], int]] = {
    NotAllowed: 403,
    TooManyRequests: 429,
    TooManyReports: 429,
    ChannelIsClosed: 409,
    ChannelIsNotOpenYet: 409,
    SourceCameBefore: 409,
    PhotoIsTooBig: 413,
    FileIsTooLarge: 413,
    NotWaitingForThis: 409,
    PartlyRecorded: 409,
    SameFileCameBefore: 409,
    once.FacilityIsNotYours: 403,
    once.IdempotencyKeyIsNeeded: 400,
    reading.NotJson: 415,
    reading.MediaTypeIsUnknown: 415,
    reading.BodyIsTooLarge: 413,
    reading.BodyIsBroken: 400,
}
WRONG: Final = 422


def answering(*methods: str) -> Callable[[View], View]:
    """Only these methods; a refusal is told in JSON with its status."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in methods:
                return wrong_method(*methods)
            try:
                return view(request, *args, **kwargs)
            except SameFileCameBefore as refusal:
                response = refused_in_json(refusal, status=STATUSES[SameFileCameBefore])
                response["Location"] = reverse("api:import", args=[refusal.details["sheet"]])
                return response
            except Refusal as refusal:
                return refused_in_json(refusal, status=STATUSES.get(type(refusal), WRONG))

        return answer

    return decorate


def leave_trace(request: HttpRequest, *, by: Staff, **details: Any) -> None:
    """Say in the trail that a program used its key, and for what."""
    audit.record("access_key.used", shown_key(request), by=by, at=timezone.now(), **details)
