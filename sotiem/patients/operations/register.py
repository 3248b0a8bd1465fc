from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import insert_many, insert_rows
from sotiem.foundation.sequences import next_ids
from sotiem.patients.events import PatientsRegistered
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.operations._digest import digest_of

_FACTS: Final = tuple(field.name for field in fields(PatientFacts))
_values: Final = attrgetter(*_FACTS)
_VERSION: Final = (
    "id",
    "patient_id",
    "number",
    "reason",
    "origin",
    "recorded_by",
    "recorded_at",
    *_FACTS,
)


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
    insert_rows(
        PatientVersion, _VERSION, _first_versions(patients, people, origin=origin, by=by, at=at)
    )
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
) -> Iterator[tuple[object, ...]]:
    same = (1, str(PatientReason.REGISTERED), origin, str(by), at.isoformat())
    for patient, facts in zip(patients, people, strict=True):
        yield (patient.current_id, patient.pk, *same, *_values(facts))


def _notes(
    patients: Sequence[Patient], people: Sequence[PatientFacts], *, origin: str
) -> Iterator[audit.Note]:
    details = {"version": 1, "origin": origin}
    for patient, facts in zip(patients, people, strict=True):
        yield audit.Note(
            action="patient.registered",
            object_kind="patientversion",
            object_id=patient.current_id,
            patient_id=patient.pk,
            digest=digest_of(facts),
            details=details,
        )
