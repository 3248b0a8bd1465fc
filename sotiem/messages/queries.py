"""Reading messages: what a phone was told, how it wants to be told."""

from typing import Final

from sotiem.messages.models import Message, PushDevice, Wish

MOST_SHOWN: Final = 50


def told(phone: str) -> list[Message]:
    """What this phone was told and can be read again, or will be told; the newest first."""
    readable = Message.objects.readable().filter(phone=phone, carried_by=None)
    return list(readable.order_by("-pk")[:MOST_SHOWN]) if phone else []


def find_wish(phone: str) -> Wish | None:
    return Wish.objects.filter(phone=phone).first()


def devices_of(phone: str) -> int:
    """How many browsers may be told."""
    return PushDevice.objects.filter(phone=phone).count()
