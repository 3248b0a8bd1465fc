from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

import polars as pl
from django.db import connection, transaction

from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import Loaded, array_of, copy_frame
from sotiem.foundation.identifiers import new_public_ids
from sotiem.foundation.sequences import next_ids
from sotiem.patients.events import PatientsRegistered
from sotiem.patients.facts import CORRECTIONS, PatientFacts, PatientReason
from sotiem.patients.models import Patient, PatientVersion
from sotiem.patients.operations._digest import digest_of
from sotiem.patients.operations.amend import amend_patient
from sotiem.patients.operations.lock import lock_patients

FACTS: Final = tuple(field.name for field in fields(PatientFacts))


@transaction.atomic
def load_people(
    *, people: Mapping[str, PatientFacts], origin: str, by: Actor, at: datetime
) -> Loaded:
    """Bring another system's records of people up to date, by what it calls each of them.

    New ones are registered, many in a few statements; known ones get a next version if something
    differs, unless it was corrected here. Loading the same again changes nothing.
    """
    known = _known(people)
    lock_patients(list(known.values()))
    new = {name: facts for name, facts in people.items() if name not in known}
    _register(new, origin=origin, by=by, at=at)
    changed = 0
    versions = PatientVersion.objects.filter(
        pk__in=Patient.objects.filter(pk__in=array_of(known.values())).values("current_id")
    )
    # What was put right here since is not undone by a file that does not know of it.
    on_record = {
        version.patient_id: version.facts
        for version in versions
        if version.reason not in CORRECTIONS
    }
    for name, pk in sorted(known.items(), key=lambda item: item[1]):
        if pk in on_record and on_record[pk] != people[name]:
            amend_patient(
                patient_id=pk,
                facts=people[name],
                reason=PatientReason.LOADED,
                origin=origin,
                by=by,
                at=at,
            )
            changed += 1
    return Loaded(added=len(new), changed=changed, unchanged=len(known) - changed)


def _known(people: Iterable[str]) -> dict[str, int]:
    known = Patient.objects.filter(reference__in=array_of(list(people)))
    rows = known.values_list("reference", "pk")
    return {name: pk for name, pk in rows if name is not None}


def _register(people: Mapping[str, PatientFacts], *, origin: str, by: Actor, at: datetime) -> None:
    if not people:
        return
    ids, versions = next_ids(Patient, len(people)), next_ids(PatientVersion, len(people))
    facts = list(people.values())
    told = pl.DataFrame(
        {name: list(map(attrgetter(name), facts)) for name in FACTS},
        schema_overrides={"commune_id": pl.Int64},
    )
    with connection.cursor() as cursor:
        copy_frame(cursor, Patient, _patients(people, ids, versions, at))
        copy_frame(cursor, PatientVersion, _versions(told, ids, versions, origin, by, at))
    audit.record_columns(
        action="patient.registered",
        object_kind="patientversion",
        object_ids=versions,
        patient_ids=ids,
        digests=[digest_of(each) for each in facts],
        details={"version": 1, "origin": origin},
        by=by,
        at=at,
    )
    events.publish(PatientsRegistered(patient_ids=tuple(ids), facts=tuple(facts), at=at))


def _patients(
    references: Iterable[str], ids: Sequence[int], versions: Sequence[int], at: datetime
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": ids,
            "public_id": new_public_ids(len(ids)),
            "registered_at": at.isoformat(),
            "current_id": versions,
            "principal_id": ids,
            "reference": list(references),
        }
    )


def _versions(
    told: pl.DataFrame,
    ids: Sequence[int],
    versions: Sequence[int],
    origin: str,
    by: Actor,
    at: datetime,
) -> pl.DataFrame:
    return told.with_columns(
        pl.Series("id", versions),
        pl.Series("patient_id", ids),
        pl.lit(1).alias("number"),
        pl.lit(str(PatientReason.REGISTERED)).alias("reason"),
        pl.lit(origin).alias("origin"),
        pl.lit(str(by)).alias("recorded_by"),
        pl.lit(at.isoformat()).alias("recorded_at"),
    )
