from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.campaigns import rules
from sotiem.campaigns.facts import EntrySaid, Looked
from sotiem.campaigns.looking import look_at_change
from sotiem.campaigns.models import Entry, VaccinationSession
from sotiem.campaigns.operations._held import session_at_work
from sotiem.campaigns.operations.enter import DoseIsInDoubt, kept_of
from sotiem.campaigns.operations.tasks import SessionIsOver
from sotiem.campaigns.permissions import can_work_at, is_newcomer
from sotiem.campaigns.states import AppointmentState, SessionStatus
from sotiem.doses.facts import DoseReason
from sotiem.doses.models import Dose
from sotiem.doses.operations import NothingToAmend, amend_dose
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.patients.facts import PatientReason
from sotiem.patients.models import Patient
from sotiem.patients.operations import amend_patient, lock_patients


class PersonIsKnown(Refusal):
    """The person was on record before this session: her details are put right by a report."""


@transaction.atomic
def amend_entry(*, entry_id: int, said: EntrySaid, by: Staff, at: datetime) -> Entry:
    """Put right, while the session is open, what was mistyped in an entry that is on record.

    Dose and person get their next version, with the reason that it was said at the point of care.
    """
    session = session_at_work(Entry.objects.values_list("session_id", flat=True).get(pk=entry_id))
    require(can_work_at(by, session.facility))
    if session.status != SessionStatus.OPEN:
        raise SessionIsOver
    entry = Entry.objects.select_for_update(of=("self",)).get(pk=entry_id)
    require(entry.dose_id is not None and entry.withdrawn_at is None)
    looked = look_at_change(session, said, at=at)
    if looked.unanswered(said.accepted):
        raise DoseIsInDoubt(looked)
    first = audit.digest_of(entry.said)
    changes = [
        _amend_person(entry, session, said, by=by, at=at),
        _amend_dose(entry, session, said, by=by, at=at),
        entry.given_at != said.given_at,
    ]
    if not any(changes):
        raise NothingToAmend
    _keep(entry, said, looked, by=by, at=at)
    audit.record("entry.amended", entry, by=by, at=at, patient_id=entry.patient_id, digest=first)
    return entry


def _amend_person(
    entry: Entry, session: VaccinationSession, said: EntrySaid, *, by: Staff, at: datetime
) -> bool:
    assert entry.patient_id is not None
    lock_patients([entry.patient_id])
    known = Patient.objects.select_related("current").get(pk=entry.patient_id)
    facts = rules.with_what_was_said(known.current.facts, said.person)
    if facts == known.current.facts:
        return False
    if not is_newcomer(entry, session):
        raise PersonIsKnown
    amend_patient(
        patient_id=known.pk,
        facts=facts,
        reason=PatientReason.POINT_OF_CARE,
        origin=session.origin,
        by=by,
        at=at,
    )
    return True


def _amend_dose(
    entry: Entry, session: VaccinationSession, said: EntrySaid, *, by: Staff, at: datetime
) -> bool:
    assert entry.dose_id is not None
    now = Dose.objects.select_related("current").get(pk=entry.dose_id).current.facts
    facts = replace(
        now,
        administered_on=timezone.localdate(said.given_at),
        lot_number="".join(said.lot_number.split()).upper(),
    )
    if facts == now:
        return False
    reason, origin = DoseReason.POINT_OF_CARE, session.origin
    amend_dose(dose_id=entry.dose_id, facts=facts, reason=reason, origin=origin, by=by, at=at)
    return True


def _keep(entry: Entry, said: EntrySaid, looked: Looked, *, by: Staff, at: datetime) -> None:
    """The entry, and the person's place on the board, say what is right now."""
    words = kept_of(said)
    entry.said = {**entry.said, "person": words["person"], "lot_number": words["lot_number"]}
    entry.given_at, entry.lot_id = said.given_at, looked.lot_id
    entry.save(update_fields=["said", "given_at", "lot"])
    place = entry.appointment
    if place is None:
        return
    place.facts = {**place.facts, **words["person"]}
    if place.state == AppointmentState.VACCINATED:
        place.observed_until = said.given_at + rules.OBSERVATION
    place.save(update_fields=["facts", "observed_until"])
