from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, as_array, insert_rows
from sotiem.foundation.sequences import next_ids
from sotiem.patients.events import PatientsAmended
from sotiem.patients.facts import PatientFacts, PatientReason
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.operations._digest import digest_of
from sotiem.patients.operations.amend import NothingToChange
from sotiem.patients.operations.lock import lock_patients

_FACTS: Final = tuple(field.name for field in fields(PatientFacts))
_values: Final = attrgetter(*_FACTS)
_VERSION: Final = ("id", "patient_id", "number", "origin", "reason", "recorded_by", "recorded_at")
_CURRENT: Final = """
UPDATE patients_patient AS patient SET current_id = new.id
FROM unnest(%s::bigint[], %s::bigint[]) AS new (id, patient_id)
WHERE patient.id = new.patient_id
"""


@transaction.atomic
def amend_patients(
    *,
    facts: Mapping[int, PatientFacts],
    origins: Mapping[int, str],
    reason: PatientReason,
    by: Actor,
    at: datetime,
) -> dict[int, int]:
    """Give each of these people the next version, in a few statements; give the new versions.

    All or none.
    """
    lock_patients(list(facts))
    concerned = Patient.objects.filter(pk__in=array_of(list(facts)))
    people = list(concerned.select_related("current").order_by("pk"))
    if any(facts[patient.pk] == patient.current.facts for patient in people):
        raise NothingToChange
    ids = next_ids(PatientVersion, len(people))
    versions = dict(zip((patient.pk for patient in people), ids, strict=True))
    same = (str(reason), str(by), at.isoformat())
    _write(
        (versions[one.pk], one.pk, one.current.number + 1, origins[one.pk], *same,
         *_values(facts[one.pk]))
        for one in people
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT, [as_array(versions.values()), as_array(versions)])
    audit.record_many(
        (_note(one, versions[one.pk], facts[one.pk], origins[one.pk]) for one in people),
        by=by,
        at=at,
    )
    events.publish(PatientsAmended(patient_ids=tuple(versions), at=at))
    return versions


def _write(rows: Iterable[tuple[object, ...]]) -> None:
    insert_rows(PatientVersion, (*_VERSION, *_FACTS), rows)


def _note(patient: Patient, version: int, facts: PatientFacts, origin: str) -> audit.Note:
    return audit.Note(
        action="patient.amended",
        object_kind="patientversion",
        object_id=version,
        patient_id=patient.pk,
        digest=digest_of(facts),
        details={"version": patient.current.number + 1, "origin": origin},
    )
