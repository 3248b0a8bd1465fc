from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from sotiem.doses.events import DosesAmended
from sotiem.doses.facts import DoseFacts, DoseReason, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations._digest import digest_of
from sotiem.doses.operations.amend import NothingToAmend, action_of
from sotiem.doses.operations.record import DoseIsKnown
from sotiem.doses.operations.withdraw_many import CURRENT
from sotiem.doses.rules import TakenDays, require_possible
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, as_array, insert_rows
from sotiem.foundation.sequences import next_ids
from sotiem.patients.models import Patient
from sotiem.patients.operations import lock_patients
from sotiem.vaccines.queries import known_vaccines

_FACTS: Final = tuple(field.name for field in fields(DoseFacts))
_values: Final = attrgetter(*_FACTS)
_VERSION: Final = ("id", "dose_id", "number", "origin", "reason", "recorded_by", "recorded_at")


@transaction.atomic
def amend_doses(
    *,
    facts: Mapping[int, DoseFacts],
    origins: Mapping[int, str],
    reason: DoseReason,
    by: Actor,
    at: datetime,
) -> dict[int, int]:
    """Give each of these doses its next version, in a few statements; give the new versions.

    All or none: what `amend_dose` would refuse of one refuses all.
    """
    concerned = Dose.objects.filter(pk__in=array_of(list(facts)))
    patients = sorted(set(concerned.values_list("patient_id", flat=True)))
    wholes = lock_patients(patients)
    doses = list(concerned.select_related("current").order_by("pk"))
    _require_sensible(doses, facts, wholes, at=at)
    ids = next_ids(DoseVersion, len(doses))
    versions = dict(zip((dose.pk for dose in doses), ids, strict=True))
    same = (str(reason), str(by), at.isoformat())
    _write(
        (versions[dose.pk], dose.pk, dose.current.number + 1, origins[dose.pk], *same,
         *_values(facts[dose.pk]))
        for dose in doses
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, [as_array(versions.values()), as_array(versions)])
    audit.record_many(
        (_note(dose, versions[dose.pk], facts[dose.pk], origins[dose.pk]) for dose in doses),
        by=by,
        at=at,
    )
    events.publish(DosesAmended(dose_ids=tuple(versions), patient_ids=tuple(patients), at=at))
    return versions


def _write(rows: Iterable[tuple[object, ...]]) -> None:
    insert_rows(DoseVersion, (*_VERSION, *_FACTS), rows)


def _note(dose: Dose, version: int, facts: DoseFacts, origin: str) -> audit.Note:
    return audit.Note(
        action=action_of(DoseStatus(dose.current.status), facts.status),
        object_kind="doseversion",
        object_id=version,
        patient_id=dose.patient_id,
        digest=digest_of(facts),
        details={"version": dose.current.number + 1, "origin": origin, "dose": dose.pk},
    )


def _require_sensible(
    doses: Sequence[Dose],
    facts: Mapping[int, DoseFacts],
    wholes: Mapping[int, Sequence[int]],
    *,
    at: datetime,
) -> None:
    people = Patient.objects.filter(pk__in=array_of(list(wholes)))
    born = dict(people.values_list("pk", "current__birth_date"))
    today = timezone.localdate(at)
    taken = _taken_days(wholes)
    vaccines = known_vaccines()
    for dose in doses:
        before, after = dose.current.facts, facts[dose.pk]
        if before == after:
            raise NothingToAmend
        require_possible(after, birth_date=born[dose.patient_id], today=today)
        whole = wholes[dose.patient_id][0]
        now = (whole, vaccines[before.vaccine_id].disease_id, before.administered_on)
        then = (whole, vaccines[after.vaccine_id].disease_id, after.administered_on)
        if before.status == DoseStatus.COMPLETED:
            if now == then and after.status == DoseStatus.COMPLETED:
                continue
            taken.leave(*now, dose.pk)
        if after.status == DoseStatus.COMPLETED:
            if taken.is_taken(*then, besides=dose.pk):
                raise DoseIsKnown
            taken.take(*then, dose.pk)


def _taken_days(wholes: Mapping[int, Sequence[int]]) -> TakenDays:
    """The days on which these people have doses that count, in whichever record."""
    principals = {record: whole[0] for whole in wholes.values() for record in whole}
    taken = TakenDays()
    counting = Dose.objects.counting().filter(patient__in=array_of(list(principals)))
    told = ("patient_id", "current__vaccine__disease_id", "current__administered_on", "pk")
    for patient, disease, day, dose in counting.values_list(*told):
        taken.take(principals[patient], disease, day, dose)
    return taken
