"""What whoever registered is told, each time something changes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.audit import Note
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.registrations.models import Registration

# Pages of codes: their addresses stand in messages that outlive a release.
PAGE: Final = "/dang-ky/tra-cuu/"
PAGE_OF_ORGANIZATIONS: Final = "/dang-ky/to-chuc/"


def address_of(code: str) -> str:
    """Where anybody who has the code sees how far the registration is."""
    return f"{settings.PUBLIC_ADDRESS}{PAGE}{code}"


def address_of_organization(code: str) -> str:
    """Where the contact person of an organization sees its list."""
    return f"{settings.PUBLIC_ADDRESS}{PAGE_OF_ORGANIZATIONS}{code}/"


def tell(registration: Registration, purpose: str, *, at: datetime) -> None:
    """Tell the phone that a registration came from."""
    _tell_many([(registration.sender_phone, registration.code)], purpose, at=at)


def note_and_tell(
    some: Sequence[Registration], what: str, *, by: Actor, at: datetime, **details: str
) -> None:
    """Leave a trace of what happened to many registrations, and tell their phones."""
    note_many(some, what, by=by, at=at, **details)
    _tell_many(((each.sender_phone, each.code) for each in some), f"registration_{what}", at=at)


def note_many(
    some: Iterable[Registration], what: str, *, by: Actor, at: datetime, **details: str
) -> None:
    """Leave a trace of what happened to many registrations, of which nobody is told."""
    notes = (
        Note(
            action=f"registration.{what}",
            object_kind="registration",
            object_id=each.pk,
            patient_id=each.patient_id,
            details={"code": each.code, **details},
        )
        for each in some
    )
    audit.record_many(notes, by=by, at=at)


def _tell_many(phones_and_codes: Iterable[tuple[str, str]], purpose: str, *, at: datetime) -> None:
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
