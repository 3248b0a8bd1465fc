"""A session while something about it is decided."""

from typing import Final

from django.db import connection

from sotiem.campaigns.models import VaccinationSession

_HOLD_OPEN: Final = "SELECT 1 FROM campaigns_vaccinationsession WHERE id = %s FOR SHARE"


def held_session(session_id: int) -> VaccinationSession:
    """The session, which nobody else changes until the transaction ends."""
    sessions = VaccinationSession.objects.select_for_update(of=("self",))
    return sessions.select_related("facility", "vaccine").get(pk=session_id)


def session_at_work(session_id: int) -> VaccinationSession:
    """The session, which stays as it is until the transaction ends; many may work at it at once."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_OPEN, [session_id])
    sessions = VaccinationSession.objects.select_related("facility", "vaccine")
    return sessions.get(pk=session_id)
