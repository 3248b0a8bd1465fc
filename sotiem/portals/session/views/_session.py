"""What the pages of an entry remember, and the trace they leave."""

from collections.abc import Iterable
from typing import Final

from django.http import HttpRequest
from django.utils import timezone

from sotiem.accounts.models import User
from sotiem.campaigns.models import Entry, SessionLot, VaccinationSession
from sotiem.foundation import audit
from sotiem.foundation.audit import Note
from sotiem.portals.components.access import acting_staff

_KEPT: Final = "lots_of_sessions"


def user_of(request: HttpRequest) -> User:
    """Who is signed in at a page that is open to staff alone."""
    assert isinstance(request.user, User)
    return request.user


def leave_traces(
    request: HttpRequest, patient_ids: Iterable[int], held: VaccinationSession
) -> None:
    """That a clerk saw these people's records is told in the trail of each."""
    notes = [
        Note("patient.viewed", "patient", key, patient_id=key, details={"session": str(held)})
        for key in patient_ids
    ]
    if notes:
        audit.record_many(notes, by=acting_staff(request), at=timezone.now())


def lots_of(held: VaccinationSession) -> list[str]:
    lots = SessionLot.objects.filter(session=held).order_by("pk")
    return list(lots.values_list("lot__number", flat=True))


def lot_in_hand(request: HttpRequest, held: VaccinationSession) -> str:
    """The lot this clerk used last at the session; the first planned one before that."""
    kept = request.session.get(_KEPT, {}).get(str(held))
    return str(kept) if kept else next(iter(lots_of(held)), "")


def remember_lot(request: HttpRequest, held: VaccinationSession, lot_number: str) -> None:
    request.session[_KEPT] = {str(held): lot_number}


def last_entries(request: HttpRequest, held: VaccinationSession) -> list[Entry]:
    """What this clerk entered last."""
    mine = Entry.objects.filter(session=held, entered_by=str(acting_staff(request)))
    return list(mine.select_related("task").order_by("-pk")[:5])
