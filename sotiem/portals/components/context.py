"""What the page frame needs on every page."""

from __future__ import annotations

from django.http import HttpRequest

from sotiem.foundation import audit
from sotiem.portals.components.access import record_open, right_in_use


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every page the id under which its request is logged, and whose record is open."""
    return {
        "request_id": audit.request_id.get(),
        # Asked when a page says so, so that pages for everybody read no session.
        "record_open": lambda: record_open(request),
        "right_in_use": lambda: right_in_use(request),
    }
