"""What every change of a right does: it is ended, leaves its traces, and people are told."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.conf import settings

from sotiem.accounts.facts import GUARDIAN, Citizen
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.audit import Note
from sotiem.guardians.facts import EndedBecause
from sotiem.guardians.models import Guardianship
from sotiem.messages.facts import Draft
from sotiem.messages.operations import send_once
from sotiem.patients.queries import are_one_person

PAGE: Final = "/so-tiem/"


def passed_because(right: Guardianship) -> EndedBecause:
    """Why a right ended that only time ended."""
    return EndedBecause.OF_AGE if right.until_of_age else EndedBecause.TERM_OVER


def end_right(
    right: Guardianship, *, because: EndedBecause, by: Actor, at: datetime
) -> Guardianship:
    """End a right that has not ended, and tell whose it was."""
    right.ended_at, right.ended_by, right.ended_because = at, str(by), because
    right.save(update_fields=["ended_at", "ended_by", "ended_because"])
    note_right("guardianship.ended", right, by=by, at=at, because=because.value)
    if because != EndedBecause.RETURNED:
        phones = {right.guardian.principal.current.phone or right.phone}
        purpose = "guardian_of_age" if because == EndedBecause.OF_AGE else "guardian_ended"
        tell(phones - {""}, purpose, right, at=at)
    return right


def note_right(
    action: str,
    right: Guardianship,
    *,
    by: Actor,
    at: datetime,
    digest: str = "",
    **details: str,
) -> None:
    """Leave a trace on the ward's record and on the guardian's.

    Whoever is not the ward herself is told of as a guardian, whichever record she has open.
    """
    if isinstance(by, Citizen) and not are_one_person(by.patient_id or 0, right.ward_id):
        by = replace(by, label=GUARDIAN)
    notes = [
        Note(
            action=action,
            object_kind="guardianship",
            object_id=right.pk,
            patient_id=patient_id,
            digest=digest,
            details=details,
        )
        for patient_id in (right.ward_id, right.guardian_id)
    ]
    audit.record_many(notes, by=by, at=at)


def tell(phones: Iterable[str], purpose: str, right: Guardianship, *, at: datetime) -> None:
    """Tell some phones, each once."""
    address = f"{settings.PUBLIC_ADDRESS}{PAGE}"
    drafts = [
        Draft(
            phone=phone,
            purpose=purpose,
            values={"address": address},
            once=f"{purpose}:{right.public_id}:{phone[-3:]}",
        )
        for phone in sorted(phones)
    ]
    send_once(drafts=drafts, at=at)
