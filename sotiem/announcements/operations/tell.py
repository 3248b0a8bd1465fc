"""What whoever announced is told, each time something changes."""

from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.announcements.models import Announcement
from sotiem.messages.operations import send_message

# The public page of a code: its address stands in messages that outlive a release.
PAGE: Final = "/cong-bo-co-so/tra-cuu/"


def address_of(code: str) -> str:
    """Where anybody who has the code sees how far the announcement is."""
    return f"{settings.PUBLIC_ADDRESS}{PAGE}{code}"


def tell(one: Announcement, purpose: str, *, at: datetime) -> None:
    """Tell the phone that it was announced from."""
    values = {"code": one.code, "address": address_of(one.code)}
    send_message(phone=one.phone, purpose=purpose, values=values, at=at)
