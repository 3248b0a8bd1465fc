from collections.abc import Collection

from django.db import transaction

from sotiem.patients.models import Patient
from sotiem.patients.queries import wholes_of


class _Grown(Exception):
    """While we waited, more records were joined with those we hold."""


def lock_patients(patient_ids: Collection[int]) -> list[int]:
    """Hold these people until the transaction ends, with all their records; give the records.

    Everyone takes records in the order of their ids, and whoever joins or parts records holds all
    of them. When a whole has grown while we waited, what we took is let go first: taking the rest
    out of order could leave two waiting for each other.
    """
    wanted = _records_of(patient_ids)
    while True:
        try:
            with transaction.atomic():
                held = Patient.objects.select_for_update(of=("self",)).filter(pk__in=wanted)
                list(held.order_by("pk").values_list("pk", flat=True))
                records = _records_of(patient_ids)
                if not records <= wanted:
                    raise _Grown
        except _Grown:
            wanted |= records
        else:
            return sorted(records)


def _records_of(patient_ids: Collection[int]) -> set[int]:
    return {record for whole in wholes_of(patient_ids).values() for record in whole}
