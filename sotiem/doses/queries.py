"""Reads used by more than one page or module. They see the person: all records that are joined."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from sotiem.doses.facts import DoseOnRecord, DoseStatus
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


def doses_by_person(patient_ids: Iterable[int]) -> dict[int, list[DoseOnRecord]]:
    """The doses that count of each of these people, in whichever record, oldest first, each once.

    Asked in one statement, for very many people.
    """
    given = "principal__members__doses"
    people = Patient.objects.filter(
        pk__in=array_of(set(patient_ids)), **{f"{given}__current__status": DoseStatus.COMPLETED}
    )
    columns = (
        f"{given}__recorded_at",
        f"{given}__pk",
        f"{given}__current__vaccine__disease_id",
        f"{given}__current__vaccine_id",
        f"{given}__current__vaccine_text",
        f"{given}__current__administered_on",
        f"{given}__current__lot_number",
        f"{given}__current__facility__code",
        f"{given}__current__facility__name",
        f"{given}__current__place",
    )
    rows = people.order_by("pk", f"{given}__current__administered_on", f"{given}__pk")
    found: defaultdict[int, list[DoseOnRecord]] = defaultdict(list)
    entries = []
    for whose, recorded_at, *told in rows.values_list("pk", *columns):
        dose = DoseOnRecord._make("" if value is None else value for value in told)
        entries.append(
            Entry(dose.dose_id, whose, dose.disease_id, dose.administered_on, recorded_at)
        )
        found[whose].append(dose)
    again = doubles(entries)
    return {
        whose: [dose for dose in some if dose.dose_id not in again] for whose, some in found.items()
    }
