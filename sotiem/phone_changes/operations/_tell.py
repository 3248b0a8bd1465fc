"""Who held the old number is told that it opens a record no more; nothing of whose."""

from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.messages.operations import send_message
from sotiem.phone_changes.models import PhoneChange

# The public page of objection: its address stands in messages that outlive a release.
PAGE: Final = "/doi-so/"


def announce(change: PhoneChange, *, at: datetime) -> None:
    """Tell every old number, and where it can say no."""
    address = f"{settings.PUBLIC_ADDRESS}{PAGE}{change.code}/"
    for phone in change.old_phones:
        send_message(phone=phone, purpose="phone_replaced", values={"address": address}, at=at)


def tell_new(change: PhoneChange, purpose: str, *, at: datetime) -> None:
    send_message(phone=change.new_phone, purpose=purpose, values={}, at=at)


def tell_decided(change: PhoneChange, *, for_new: bool, at: datetime) -> None:
    """Tell both sides which number opens the record now."""
    kept, let_go = [change.new_phone], change.old_phones
    if not for_new:
        kept, let_go = let_go, kept
    for phone in kept:
        send_message(phone=phone, purpose="phone_kept", values={}, at=at)
    for phone in let_go:
        send_message(phone=phone, purpose="phone_let_go", values={}, at=at)
