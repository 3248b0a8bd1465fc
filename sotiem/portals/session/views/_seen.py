"""Whoever sees the people of a session leaves a trace: once in a while, not at every refresh."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest
from django.utils import timezone

from sotiem.campaigns.models import Appointment, Entry, VaccinationSession
from sotiem.foundation import audit
from sotiem.portals.components.access import acting_staff

# A board asks for news every few seconds: within this time the same person is one reading.
ONE_READING: Final = timedelta(minutes=15)
_KEPT: Final = "people_seen"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whose name is shown: what the session calls them, and their record, if any."""

    label: str
    patient_id: int | None = None

    @property
    def mark(self) -> str:
        """Who got a record since then is somebody new to the trail."""
        return self.label if self.patient_id is None else f"{self.label}*"


def named(one: Appointment) -> Named:
    return Named(str(one.position), one.patient_id)


def named_in(entry: Entry) -> Named:
    return Named(str(entry.client_id), entry.patient_id)


def leave_trace(request: HttpRequest, shown: Mapping[VaccinationSession, Sequence[Named]]) -> None:
    """Tell in the trail of each session whom this page shows, and in the trail of each person who
    has a record. Whom this clerk saw there some minutes ago is not told again."""
    notes: list[audit.Note] = []
    for held, people in shown.items():
        marks = first_seen(request, held, [one.mark for one in people])
        new = [one for one in people if one.mark in marks]
        if new:
            notes += _notes(held, new)
    if notes:
        audit.record_many(notes, by=acting_staff(request), at=timezone.now())


def first_seen(request: HttpRequest, held: VaccinationSession, marks: Sequence[str]) -> set[str]:
    """What of it was not shown at this session some minutes ago; from now on it was."""
    now = timezone.now()
    kept = _still_kept(request, now)
    begun, known = kept.get(str(held), (now.timestamp(), []))
    new = set(marks) - set(known)
    if new:
        request.session[_KEPT] = {**kept, str(held): [begun, [*known, *sorted(new)]]}
    return new


def _still_kept(request: HttpRequest, now: datetime) -> dict[str, Any]:
    oldest = (now - ONE_READING).timestamp()
    kept: dict[str, Any] = request.session.get(_KEPT, {})
    return {held: one for held, one in kept.items() if one[0] > oldest}


def _notes(held: VaccinationSession, people: Sequence[Named]) -> list[audit.Note]:
    action, kind = "session.people_viewed", "vaccinationsession"
    whom = {"people": [one.label for one in people]}
    records = dict.fromkeys(one.patient_id for one in people if one.patient_id is not None)
    return [
        audit.Note(action, kind, held.pk, details=whom),
        *(audit.Note(action, kind, held.pk, patient_id=key) for key in records),
    ]
