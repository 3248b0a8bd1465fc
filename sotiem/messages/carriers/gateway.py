"""SMS by any provider that takes them by HTTP: JSON in, 2xx when it has them."""

import json

from django.conf import settings

from sotiem.messages.carriers.posting import post, require_taken
from sotiem.messages.facts import Letter


def carry(letter: Letter) -> None:
    """Hand one SMS to the provider; it knows by the key what it took already."""
    told = {"to": letter.phone, "text": letter.text, "key": letter.key}
    headers = {"Content-Type": "application/json", "Idempotency-Key": letter.key}
    if settings.SMS_GATEWAY_KEY:
        headers["Authorization"] = f"Bearer {settings.SMS_GATEWAY_KEY}"
    require_taken(post(settings.SMS_GATEWAY, json.dumps(told).encode(), headers))
