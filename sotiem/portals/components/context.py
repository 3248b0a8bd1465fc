"""What the page frame needs on every page."""

from __future__ import annotations

from django.http import HttpRequest

from sotiem.foundation import audit


def shell(request: HttpRequest) -> dict[str, object]:
    """Give every page the id under which its request stands in the log."""
    return {"request_id": audit.request_id.get()}
