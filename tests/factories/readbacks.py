"""A dose of a session that is read back to its person."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from sotiem.accounts.facts import Staff
from sotiem.campaigns.facts import EntrySaid
from sotiem.campaigns.models import Entry, VaccinationSession
from sotiem.campaigns.operations import enter_dose
from sotiem.patients.facts import PatientFacts
from sotiem.readbacks.models import Readback
from sotiem.readbacks.queries import find_readback, token_of
from tests.factories import campaigns
from tests.factories.campaigns import AT


def read_back(
    person: PatientFacts | None = None,
    *,
    held: VaccinationSession | None = None,
    by: Staff | None = None,
    at: datetime = AT,
    **said: object,
) -> Readback:
    """Of somebody new, at a session that is open."""
    by = by or campaigns.clerk()
    held = held or campaigns.session(by=by)
    words = campaigns.said(person, **said)
    entered = enter_dose(session_id=held.pk, said=words, by=by, at=at)
    return again(Readback.objects.get(entry=entered.entry))


def again(readback: Readback) -> Readback:
    """As it stands now, by its link."""
    found = find_readback(token_of(readback))
    assert found is not None
    return found


def said_of(readback: Readback, **changes: object) -> EntrySaid:
    """What the clerk types when she puts an entry right."""
    entry = Entry.objects.select_related("patient__current", "dose__current").get(
        pk=readback.entry_id
    )
    assert entry.patient is not None and entry.dose is not None
    person = {
        name: changes.pop(name)
        for name in ("full_name", "birth_date", "phone", "sex", "cccd")
        if name in changes
    }
    said = EntrySaid(
        client_id=uuid4(),
        person=replace(entry.patient.current.facts, **person),  # type: ignore[arg-type]
        lot_number=entry.dose.current.lot_number,
        given_at=entry.given_at,
    )
    return replace(said, **changes)  # type: ignore[arg-type]


def later(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)
