"""Certificates for people whose doses came without them, from another system."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.certificates.operations.first_signature import take_missing_signatures
from sotiem.certificates.operations.follow import ISSUER
from sotiem.certificates.operations.refresh import PEOPLE_AT_ONCE, refresh_certificates
from sotiem.patients.operations import lock_patients

_NEXT: Final = """
SELECT patient.id, patient.principal_id FROM patients_patient AS patient
WHERE patient.id > %s AND EXISTS (SELECT FROM doses_dose WHERE patient_id = patient.id)
ORDER BY patient.id LIMIT %s
"""


@transaction.atomic
def issue_missing(*, after: int, at: datetime, limit: int = PEOPLE_AT_ONCE) -> int | None:
    """Issue what is missing to the next people with doses behind a record's key; give the key of
    the last of them, or None when there was nobody left.

    Who has a certificate that tells what the record says keeps it: a run broken off begins anew,
    and is soon where it was.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [after, limit])
        some = cursor.fetchall()
    if not some:
        return None
    people = {principal for _, principal in some}
    lock_patients(people)
    take_missing_signatures(principal_ids=people, at=at)
    refresh_certificates(patient_ids=people, by=ISSUER, at=at)
    return int(some[-1][0])
