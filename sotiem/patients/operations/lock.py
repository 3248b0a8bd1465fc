from collections.abc import Collection, Iterable
from typing import Final

from django.db import connection, transaction

from sotiem.foundation.bulk import as_array
from sotiem.patients.queries import wholes_of

_HOLD_WHOLES: Final = """
SELECT id FROM patients_patient WHERE principal_id IN (
    SELECT asked.principal_id FROM patients_patient AS asked WHERE asked.id = ANY(%s::bigint[])
)
ORDER BY id FOR UPDATE OF patients_patient
"""
_HOLD: Final = """
SELECT id FROM patients_patient WHERE id = ANY(%s::bigint[])
ORDER BY id FOR UPDATE OF patients_patient
"""


class _Grown(Exception):
    """While we waited, more records were joined with those we hold."""


def lock_patients(patient_ids: Collection[int]) -> dict[int, list[int]]:
    """Hold these people until the transaction ends, with all their records; give their wholes.

    Everyone takes records in the order of their ids, and whoever joins or parts records holds all
    of them. When a whole has grown while we waited, what we took is let go first: taking the rest
    out of order could leave two waiting for each other.
    """
    statement, wanted = _HOLD_WHOLES, set(patient_ids)
    held: set[int] = set()
    wholes: dict[int, list[int]] = {}
    while True:
        try:
            with transaction.atomic():
                held = _held(statement, wanted)
                wholes = wholes_of(patient_ids)
                if not all(held.issuperset(whole) for whole in wholes.values()):
                    raise _Grown
        except _Grown:
            statement, wanted = _HOLD, held.union(*wholes.values())
        else:
            return wholes


def _held(statement: str, patient_ids: Iterable[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [as_array(patient_ids)])
        return {patient_id for (patient_id,) in cursor.fetchall()}
