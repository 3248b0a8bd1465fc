from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal
from sotiem.patients.events import PatientAmended
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.operations.lock import lock_patients


class NothingToChange(Refusal):
    """The person is already recorded so."""


@transaction.atomic
def amend_patient(
    *,
    patient_id: int,
    facts: PatientFacts,
    reason: PatientReason,
    origin: str,
    by: Actor,
    at: datetime,
) -> PatientVersion:
    """Give a person on record the next version. Earlier versions stay as they were."""
    lock_patients([patient_id])
    patient = Patient.objects.select_related("current").get(pk=patient_id)
    current = patient.current
    if facts == current.facts:
        raise NothingToChange
    version = PatientVersion.objects.create(
        patient=patient,
        number=current.number + 1,
        reason=reason,
        origin=origin,
        recorded_by=str(by),
        recorded_at=at,
        **asdict(facts),
    )
    patient.current = version
    patient.save(update_fields=["current"])
    audit.record(
        "patient.amended",
        version,
        by=by,
        at=at,
        patient_id=patient.pk,
        digest=audit.digest_of(asdict(facts)),
        version=version.number,
        origin=origin,
    )
    events.publish(PatientAmended(patient_id=patient.pk, version=version.number, at=at))
    return version
