"""Web push: what only this browser can read goes to the service that its maker runs."""

import json
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from sotiem.messages.carriers.posting import post, require_taken
from sotiem.messages.carriers.sealing import seal, voucher
from sotiem.messages.facts import Letter, NeverThere

KEPT_FOR: Final = 3 * 24 * 60 * 60  # seconds that the service keeps it for a phone switched off
GONE: Final = (404, 410)


def carry(letter: Letter) -> None:
    """Hand one notification over; one with the same key replaces it while it waits, or shows."""
    assert letter.device is not None
    device = letter.device
    parts = urlsplit(device.endpoint)
    told = {"text": letter.text, "link": urlsplit(letter.link).path, "key": letter.key}
    sealed = seal(json.dumps(told).encode(), key=device.key, secret=device.secret)
    granted = voucher(
        settings.PUSH_SECRET,
        audience=f"{parts.scheme}://{parts.netloc}",
        subject=settings.PUBLIC_ADDRESS,
        at=timezone.now(),
    )
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_FOR),
        "Topic": letter.key.replace("-", "")[:32],
        "Authorization": granted,
    }
    status = post(device.endpoint, sealed, headers)
    if status in GONE:
        raise NeverThere
    require_taken(status)
