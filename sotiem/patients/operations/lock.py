from collections.abc import Collection

from django.db import transaction

from sotiem.foundation.bulk import array_of
from sotiem.patients.models import Patient
from sotiem.patients.queries import wholes_of


class _Grown(Exception):
    """While we waited, more records were joined with those we hold."""


def lock_patients(patient_ids: Collection[int]) -> dict[int, list[int]]:
    """Hold these people until the transaction ends, with all their records; give their wholes.

    Everyone takes records in the order of their ids, and whoever joins or parts records holds all
    of them. When a whole has grown while we waited, what we took is let go first: taking the rest
    out of order could leave two waiting for each other.
    """
    asked = Patient.objects.filter(pk__in=array_of(patient_ids))
    wanted = Patient.objects.filter(principal__in=asked.values("principal"))
    held: set[int] = set()
    wholes: dict[int, list[int]] = {}
    while True:
        try:
            with transaction.atomic():
                ordered = wanted.select_for_update(of=("self",)).order_by("pk")
                held = set(ordered.values_list("pk", flat=True))
                wholes = wholes_of(patient_ids)
                if not all(held.issuperset(whole) for whole in wholes.values()):
                    raise _Grown
        except _Grown:
            wanted = Patient.objects.filter(pk__in=held.union(*wholes.values()))
        else:
            return wholes
