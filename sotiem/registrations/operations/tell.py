"""What whoever registered is told, each time something changes."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.registrations.models import Registration

# The public page of a code: its address stands in messages that outlive a release.
PAGE: Final = "/dang-ky/tra-cuu/"


def address_of(code: str) -> str:
    """Where anybody who has the code sees how far the registration is."""
    return f"{settings.PUBLIC_ADDRESS}{PAGE}{code}"


def tell(registration: Registration, purpose: str, *, at: datetime) -> None:
    """Tell the phone that a registration came from."""
    tell_many([(registration.sender_phone, registration.code)], purpose, at=at)


def tell_many(phones_and_codes: Iterable[tuple[str, str]], purpose: str, *, at: datetime) -> None:
    """Tell many at once."""
    send_once(
        drafts=[
            Draft(
                phone=phone,
                purpose=purpose,
                values={"code": code, "address": address_of(code)},
                once=f"{purpose}:{code}:{at:%Y%m%dT%H%M%S}",
            )
            for phone, code in phones_and_codes
        ],
        at=at,
    )
