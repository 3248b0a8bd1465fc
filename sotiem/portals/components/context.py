"""What the page frame needs on every page."""

from __future__ import annotations

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """Give every page the id under which its request stands in the log."""
    return {"request_id": request_id(request)}


def request_id(request: HttpRequest) -> str:
    """Find the id that the logging middleware gave to this request."""
    return str(getattr(request, "request_id", ""))
