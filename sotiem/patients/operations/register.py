from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import insert_many
from sotiem.foundation.sequences import next_ids
from sotiem.patients.events import PatientsRegistered
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient, PatientVersion


@transaction.atomic
def register_patients(
    *, people: Sequence[PatientFacts], origin: str, by: Actor, at: datetime
) -> list[Patient]:
    """Put people on record, many in a few statements; in the order given.

    `origin` says where we know them from, such as `import:<public id>`.
    """
    ids = next_ids(Patient, len(people))
    version_ids = next_ids(PatientVersion, len(people))
    patients = [
        Patient(pk=pk, principal_id=pk, current_id=version, registered_at=at)
        for pk, version in zip(ids, version_ids, strict=True)
    ]
    insert_many(Patient, patients)
    insert_many(PatientVersion, _first_versions(patients, people, origin=origin, by=by, at=at))
    audit.record_many(_notes(patients, people, origin=origin), by=by, at=at)
    events.publish(PatientsRegistered(patient_ids=tuple(ids), facts=tuple(people), at=at))
    return patients


def _first_versions(
    patients: Sequence[Patient],
    people: Sequence[PatientFacts],
    *,
    origin: str,
    by: Actor,
    at: datetime,
) -> Iterator[PatientVersion]:
    for patient, facts in zip(patients, people, strict=True):
        yield PatientVersion(
            pk=patient.current_id,
            patient_id=patient.pk,
            number=1,
            reason=PatientReason.REGISTERED,
            origin=origin,
            recorded_by=str(by),
            recorded_at=at,
            **asdict(facts),
        )


def _notes(
    patients: Sequence[Patient], people: Sequence[PatientFacts], *, origin: str
) -> Iterator[audit.Note]:
    for patient, facts in zip(patients, people, strict=True):
        yield audit.Note(
            action="patient.registered",
            object_kind="patientversion",
            object_id=patient.current_id,
            patient_id=patient.pk,
            digest=audit.digest_of(asdict(facts)),
            details={"version": 1, "origin": origin},
        )
