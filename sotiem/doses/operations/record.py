from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import transaction
from django.utils import timezone

from sotiem.doses.events import DosesRecorded
from sotiem.doses.facts import DoseFacts, DoseReason, NewDose
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations._digest import digest_of
from sotiem.doses.queries import known_days
from sotiem.doses.rules import require_possible
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, insert_many, insert_rows
from sotiem.foundation.refusals import Refusal
from sotiem.foundation.sequences import next_ids
from sotiem.patients.models import Patient
from sotiem.patients.operations import lock_patients
from sotiem.vaccines.queries import known_vaccines

_FACTS: Final = tuple(field.name for field in fields(DoseFacts))
_values: Final = attrgetter(*_FACTS)
_VERSION: Final = (
    "id",
    "dose_id",
    "origin",
    "number",
    "reason",
    "recorded_by",
    "recorded_at",
    *_FACTS,
)


class DoseIsKnown(Refusal):
    """The person already has a dose of the same disease on that day."""


@transaction.atomic
def record_doses(
    *, doses: Sequence[NewDose], reason: DoseReason, by: Actor, at: datetime
) -> list[Dose]:
    """Record doses, many in a few statements; in the order given.

    The people are locked first; then a dose of the same disease on the same day, in whichever
    record of the person, refuses all.
    A caller with many rows asks `queries.known_days` first, under the same lock.
    """
    patient_ids = sorted({dose.patient_id for dose in doses})
    wholes = lock_patients(patient_ids)
    _require_unknown(doses, wholes)
    _require_all_possible(doses, patient_ids, at)
    ids, version_ids = next_ids(Dose, len(doses)), next_ids(DoseVersion, len(doses))
    rows = [
        Dose(pk=pk, patient_id=dose.patient_id, recorded_at=at, current_id=version)
        for pk, version, dose in zip(ids, version_ids, doses, strict=True)
    ]
    insert_many(Dose, rows)
    insert_rows(DoseVersion, _VERSION, _first_versions(rows, doses, reason=reason, by=by, at=at))
    audit.record_many(_notes(rows, doses), by=by, at=at)
    events.publish(DosesRecorded(dose_ids=tuple(ids), patient_ids=tuple(patient_ids), at=at))
    return rows


def _first_versions(
    rows: Sequence[Dose], doses: Sequence[NewDose], *, reason: DoseReason, by: Actor, at: datetime
) -> Iterator[tuple[object, ...]]:
    same = (1, str(reason), str(by), at.isoformat())
    for row, dose in zip(rows, doses, strict=True):
        yield (row.current_id, row.pk, dose.origin, *same, *_values(dose.facts))


def _notes(rows: Sequence[Dose], doses: Sequence[NewDose]) -> Iterator[audit.Note]:
    for row, dose in zip(rows, doses, strict=True):
        yield audit.Note(
            action="dose.recorded",
            object_kind="doseversion",
            object_id=row.current_id,
            patient_id=dose.patient_id,
            digest=digest_of(dose.facts),
            details={"version": 1, "origin": dose.origin, "dose": row.pk},
        )


def _require_unknown(doses: Sequence[NewDose], wholes: Mapping[int, Sequence[int]]) -> None:
    """Refuse when one of these people has a dose of that disease on that day already."""
    vaccines = known_vaccines()
    known = {(wholes[whose][0], against, day) for whose, against, day in known_days(wholes)}
    for dose in doses:
        whose, against = wholes[dose.patient_id][0], vaccines[dose.facts.vaccine_id].disease_id
        given = (whose, against, dose.facts.administered_on)
        if given in known:
            raise DoseIsKnown
        known.add(given)


def _require_all_possible(
    doses: Sequence[NewDose], patient_ids: Sequence[int], at: datetime
) -> None:
    people = Patient.objects.filter(pk__in=array_of(patient_ids))
    birth_dates = dict(people.values_list("pk", "current__birth_date"))
    today = timezone.localdate(at)
    for dose in doses:
        require_possible(dose.facts, birth_date=birth_dates[dose.patient_id], today=today)
