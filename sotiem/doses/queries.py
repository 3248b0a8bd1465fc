"""Reads used by more than one page or module. They see the person: all records that are joined."""

from collections.abc import Iterable
from datetime import date

from sotiem.doses.facts import DoseStatus
from sotiem.doses.models import Dose
from sotiem.doses.rules import Entry, doubles
from sotiem.foundation.bulk import array_of
from sotiem.patients.models import Patient


def doses_of(patient_id: int) -> list[Dose]:
    """A person's doses that count, oldest first, each once, with what a page shows of them."""
    doses = list(
        Dose.objects.of_person(patient_id)
        .counting()
        .select_related("current__vaccine", "current__facility")
        .oldest_first()
    )
    again = doubles(
        Entry(
            dose_id=dose.pk,
            whole=0,
            disease_id=dose.current.vaccine.disease_id,
            administered_on=dose.current.administered_on,
            recorded_at=dose.recorded_at,
        )
        for dose in doses
    )
    return [dose for dose in doses if dose.pk not in again]


def known_days(patient_ids: Iterable[int]) -> set[tuple[int, int, date]]:
    """(patient, disease, day) of every dose that counts of these people, in whichever record."""
    people = Patient.objects.filter(
        pk__in=array_of(set(patient_ids)),
        principal__members__doses__current__status=DoseStatus.COMPLETED,
    )
    given = "principal__members__doses__current"
    return set(
        people.values_list("pk", f"{given}__vaccine__disease_id", f"{given}__administered_on")
    )
