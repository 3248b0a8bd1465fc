from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
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
        Patient(pk=pk, current_id=version, registered_at=at)
        for pk, version in zip(ids, version_ids, strict=True)
    ]
    versions = [
        PatientVersion(
            pk=version,
            patient_id=pk,
            number=1,
            reason=PatientReason.REGISTERED,
            origin=origin,
            recorded_by=str(by),
            recorded_at=at,
            **asdict(facts),
        )
        for pk, version, facts in zip(ids, version_ids, people, strict=True)
    ]
    Patient.objects.bulk_create(patients, batch_size=5_000)
    PatientVersion.objects.bulk_create(versions, batch_size=2_000)
    audit.record_many(
        (
            audit.Note(
                action="patient.registered",
                object_kind="patientversion",
                object_id=version.pk,
                patient_id=version.patient_id,
                digest=audit.digest_of(asdict(facts)),
                details={"version": 1, "origin": origin},
            )
            for version, facts in zip(versions, people, strict=True)
        ),
        by=by,
        at=at,
    )
    events.publish(PatientsRegistered(patient_ids=tuple(ids), at=at))
    return patients
