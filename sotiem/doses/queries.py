"""Reads used by more than one page or module."""

from collections.abc import Iterable
from datetime import date

from sotiem.doses.models import Dose


def doses_of(patient_id: int) -> list[Dose]:
    """A person's doses that count, oldest first, with what a page shows of them."""
    return list(
        Dose.objects.filter(patient_id=patient_id)
        .counting()
        .select_related("current__vaccine", "current__facility")
        .oldest_first()
    )


def known_days(patient_ids: Iterable[int]) -> set[tuple[int, int, date]]:
    """(patient, disease, day) of every dose of these people that counts."""
    return set(
        Dose.objects.filter(patient_id__in=list(patient_ids))
        .counting()
        .values_list("patient_id", "current__vaccine__disease_id", "current__administered_on")
    )
