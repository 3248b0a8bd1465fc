from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Final

import polars as pl
from django.db import connection, transaction
from django.utils import timezone

from sotiem.doses.events import DosesRecorded
from sotiem.doses.facts import DoseFacts, DoseReason, LoadedDose, NotLoaded
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.operations._digest import digest_of
from sotiem.doses.operations.amend import amend_dose
from sotiem.doses.operations.record import DoseIsKnown
from sotiem.doses.queries import known_days
from sotiem.doses.rules import (
    GivenBeforeBirth,
    GivenBeforeTheVaccineExisted,
    GivenInTheFuture,
    require_possible,
)
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import Loaded, array_of, copy_frame
from sotiem.foundation.identifiers import new_public_ids
from sotiem.foundation.refusals import Refusal
from sotiem.foundation.sequences import next_ids
from sotiem.patients.models import Patient
from sotiem.patients.operations import lock_patients
from sotiem.vaccines.models import Vaccine

FACTS: Final = tuple(each.name for each in fields(DoseFacts))
_WHY: Final[dict[type[Refusal], NotLoaded]] = {
    GivenInTheFuture: NotLoaded.IN_THE_FUTURE,
    GivenBeforeTheVaccineExisted: NotLoaded.BEFORE_THE_CAMPAIGN,
    GivenBeforeBirth: NotLoaded.BEFORE_BIRTH,
    DoseIsKnown: NotLoaded.SAME_DOSE_TWICE,
}


@dataclass(slots=True)
class DosesLoaded:
    """What became of the doses; those left out by what the other system calls them."""

    done: Loaded = field(default_factory=Loaded)
    left_out: dict[str, NotLoaded] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _OnRecord:
    """A dose that was loaded before, and whether somebody changed it here since."""

    dose_id: int
    person: str | None
    facts: DoseFacts
    is_as_loaded: bool


@transaction.atomic
def load_doses(
    *,
    doses: Mapping[str, LoadedDose],
    origin: str,
    with_certificates: bool,
    by: Actor,
    at: datetime,
) -> DosesLoaded:
    """Bring another system's doses up to date, by what it calls each of them.

    New ones are recorded, many in a few statements; known ones get a next version if the other
    system tells something else than before. What was corrected or withdrawn here stays so. What
    cannot be is left out and harms nothing else. Loading the same again changes nothing.
    """
    people = _people({dose.person for dose in doses.values()})
    wholes = lock_patients(list(people.values()))
    on_record = _on_record(doses)
    loaded = DosesLoaded()
    new = {}
    changed = {}
    for name, dose in doses.items():
        before = on_record.get(name)
        if dose.person not in people:
            loaded.left_out[name] = NotLoaded.NO_SUCH_PERSON
        elif before is None:
            new[name] = dose
        elif before.person != dose.person:
            loaded.left_out[name] = NotLoaded.DOSE_OF_ANOTHER_PERSON
        elif before.facts != dose.facts:
            changed[name] = dose
    unchanged = len(doses) - len(loaded.left_out) - len(new) - len(changed)
    new = _possible(new, people, wholes, loaded, at)
    _record(new, people, origin=origin, with_certificates=with_certificates, by=by, at=at)
    amended = _amend(changed, on_record, loaded, origin=origin, by=by, at=at)
    loaded.done = Loaded(added=len(new), changed=amended, unchanged=unchanged)
    return loaded


def _people(references: Collection[str]) -> dict[str, int]:
    known = Patient.objects.filter(reference__in=array_of(references))
    return {str(name): pk for name, pk in known.values_list("reference", "pk")}


def _on_record(names: Collection[str]) -> dict[str, _OnRecord]:
    """What was last loaded of each dose that is on record already."""
    versions = DoseVersion.objects.filter(
        dose__reference__in=array_of(names), reason=DoseReason.LOADED
    ).order_by("dose", "-number")
    rows = versions.distinct("dose").values_list(
        "dose__reference", "dose_id", "dose__patient__reference", "dose__current_id", "pk", *FACTS
    )
    return {
        name: _OnRecord(
            dose, person, DoseFacts(**dict(zip(FACTS, told, strict=True))), current == version
        )
        for name, dose, person, current, version, *told in rows
    }


def _possible(
    doses: Mapping[str, LoadedDose],
    people: Mapping[str, int],
    wholes: Mapping[int, Sequence[int]],
    loaded: DosesLoaded,
    at: datetime,
) -> dict[str, LoadedDose]:
    """Those that can have been given, on a day on which the person has no other yet."""
    patients = {people[dose.person] for dose in doses.values()}
    born = dict(
        Patient.objects.filter(pk__in=array_of(patients)).values_list("pk", "current__birth_date")
    )
    disease = dict(Vaccine.objects.values_list("pk", "disease_id"))
    taken = {(wholes[whose][0], against, day) for whose, against, day in known_days(patients)}
    today = timezone.localdate(at)
    kept = {}
    for name, dose in doses.items():
        patient, facts = people[dose.person], dose.facts
        given = (wholes[patient][0], disease[facts.vaccine_id], facts.administered_on)
        why = _impossible(facts, born[patient], today)
        if why is None and given in taken:
            why = NotLoaded.SAME_DOSE_TWICE
        if why is not None:
            loaded.left_out[name] = why
            continue
        taken.add(given)
        kept[name] = dose
    return kept


def _impossible(facts: DoseFacts, birth_date: str, today: date) -> NotLoaded | None:
    try:
        require_possible(facts, birth_date=birth_date, today=today)
    except Refusal as refusal:
        return _WHY[type(refusal)]
    return None


def _record(
    doses: Mapping[str, LoadedDose],
    people: Mapping[str, int],
    *,
    origin: str,
    with_certificates: bool,
    by: Actor,
    at: datetime,
) -> None:
    if not doses:
        return
    ids, versions = next_ids(Dose, len(doses)), next_ids(DoseVersion, len(doses))
    patients = [people[dose.person] for dose in doses.values()]
    facts = [dose.facts for dose in doses.values()]
    with connection.cursor() as cursor:
        copy_frame(cursor, Dose, _dose_rows(doses, ids, patients, versions, at))
        copy_frame(cursor, DoseVersion, _version_rows(facts, ids, versions, origin, by, at))
    audit.record_columns(
        action="dose.recorded",
        object_kind="doseversion",
        object_ids=versions,
        patient_ids=patients,
        digests=[digest_of(each) for each in facts],
        details={"version": 1, "origin": origin},
        by=by,
        at=at,
    )
    whose = tuple(sorted(set(patients)))
    events.publish(
        DosesRecorded(
            dose_ids=tuple(ids), patient_ids=whose, with_certificates=with_certificates, at=at
        )
    )


def _dose_rows(
    references: Collection[str],
    ids: Sequence[int],
    patients: Sequence[int],
    versions: Sequence[int],
    at: datetime,
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": ids,
            "public_id": new_public_ids(len(ids)),
            "patient_id": patients,
            "current_id": versions,
            "reference": list(references),
        }
    ).with_columns(pl.lit(at.isoformat()).alias("recorded_at"))


def _version_rows(
    facts: Sequence[DoseFacts],
    ids: Sequence[int],
    versions: Sequence[int],
    origin: str,
    by: Actor,
    at: datetime,
) -> pl.DataFrame:
    told = {name: [getattr(each, name) for each in facts] for name in FACTS}
    same = {
        "reason": str(DoseReason.LOADED),
        "origin": origin,
        "recorded_by": str(by),
        "recorded_at": at.isoformat(),
    }
    return pl.DataFrame({**told, "id": versions, "dose_id": ids}).with_columns(
        pl.lit(1).alias("number"), *(pl.lit(value).alias(name) for name, value in same.items())
    )


def _amend(
    doses: Mapping[str, LoadedDose],
    on_record: Mapping[str, _OnRecord],
    loaded: DosesLoaded,
    *,
    origin: str,
    by: Actor,
    at: datetime,
) -> int:
    """Give the next version to those of which the other system tells something else now."""
    amended = 0
    for name, dose in sorted(doses.items(), key=lambda each: on_record[each[0]].dose_id):
        before = on_record[name]
        if not before.is_as_loaded:
            loaded.left_out[name] = NotLoaded.CORRECTED_SINCE
            continue
        try:
            amend_dose(
                dose_id=before.dose_id,
                facts=dose.facts,
                reason=DoseReason.LOADED,
                origin=origin,
                by=by,
                at=at,
            )
        except tuple(_WHY) as refusal:
            loaded.left_out[name] = _WHY[type(refusal)]
        else:
            amended += 1
    return amended
