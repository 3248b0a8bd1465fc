"""A one-time code proves that someone holds a phone, for one purpose, for ten minutes."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from sotiem.accounts.models import OneTimeCode
from sotiem.foundation import limits
from sotiem.foundation.limits import Use
from sotiem.foundation.refusals import Refusal
from sotiem.messages.operations import NOBODY, send_message

VALID_FOR: Final = timedelta(minutes=10)
ATTEMPTS: Final = 5
CODES_PER_PHONE: Final = 5
CODES_PER_ADDRESS: Final = 30
WINDOW: Final = timedelta(hours=1)


class CodeIsWrong(Refusal):
    """Not the code that was sent; details: left."""


class CodeHasExpired(Refusal):
    """Too old, used, or tried too often."""


def send_code(
    *, phone: str | None, asked_for: str, address: str, subject: dict[str, Any], at: datetime
) -> OneTimeCode:
    """Send a code to `phone`, or only pretend to when there is none to send to.

    `asked_for` is what the asker typed (a phone, a number): it pays the limit whether or not
    anybody is found, so that the answer tells a stranger nothing.
    """
    limits.spend_all(
        Use("code-for", asked_for, CODES_PER_PHONE),
        Use("code-from", address, CODES_PER_ADDRESS),
        per=WINDOW,
        at=at,
    )
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        sent = OneTimeCode(
            phone_hash=_keyed(phone or ""),
            subject=subject,
            sent_at=at,
            expires_at=at + VALID_FOR,
        )
        sent.code_hash = _keyed(f"{sent.public_id}:{code}")
        sent.save()
        # Nobody's message is written too, and dropped on delivery: the same work, the same time.
        send_message(phone=phone or NOBODY, purpose="one_time_code", values={"code": code}, at=at)
    return sent


def redeem_code(*, public_id: str, code: str, at: datetime) -> OneTimeCode:
    """Accept a code once; count every wrong attempt, also when it is refused."""
    with transaction.atomic():
        sent = OneTimeCode.objects.select_for_update().filter(public_id=public_id).first()
        if (
            sent is None
            or sent.used_at is not None
            or sent.attempts >= ATTEMPTS
            or at > sent.expires_at
        ):
            raise CodeHasExpired
        sent.attempts += 1
        right = hmac.compare_digest(_keyed(f"{sent.public_id}:{code.strip()}"), sent.code_hash)
        if right:
            sent.used_at = at
        sent.save(update_fields=["attempts", "used_at"])
    if not right:
        raise CodeIsWrong(left=ATTEMPTS - sent.attempts)
    return sent


def _keyed(text: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
