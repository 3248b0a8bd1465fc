"""One request to an address outside, with an end to the waiting."""

import http.client
from collections.abc import Mapping
from contextlib import closing
from typing import Final
from urllib.parse import urlsplit

from sotiem.messages.facts import NotNow

WAITS: Final = 10.0  # seconds
_CONNECTIONS: Final = {
    "http": http.client.HTTPConnection,
    "https": http.client.HTTPSConnection,
}


def post(address: str, body: bytes, headers: Mapping[str, str]) -> int:
    """Send, and return the status of the answer; no answer is `NotNow`."""
    parts = urlsplit(address)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    connection = _CONNECTIONS[parts.scheme](parts.hostname or "", parts.port, timeout=WAITS)
    try:
        with closing(connection):
            connection.request("POST", path, body, dict(headers))
            return int(connection.getresponse().status)
    except (OSError, http.client.HTTPException) as problem:
        # Without the cause: it could quote what was sent.
        raise NotNow(type(problem).__name__) from None


def require_taken(status: int) -> None:
    """Whether it was taken, by the status of the answer."""
    if not 200 <= status < 300:
        raise NotNow(f"status {status}")
