from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.certificates.confirmation_queries import STEP
from sotiem.certificates.facts import FirstSignature
from sotiem.certificates.operations.first_signature import take_missing_signatures
from sotiem.certificates.operations.follow import ISSUER
from sotiem.certificates.operations.refresh import PEOPLE_AT_ONCE, refresh_held
from sotiem.patients.operations import lock_patients

_WHOSE: Final = f"""
SELECT DISTINCT patient.principal_id FROM certificates_awaiteddose AS awaited
JOIN doses_doseversion AS version ON version.id = awaited.dose_version_id
JOIN doses_dose AS dose ON dose.current_id = version.id
JOIN patients_patient AS patient ON patient.id = dose.patient_id
WHERE {STEP} = '{FirstSignature.AT_ENTRY}' LIMIT %s
"""


@transaction.atomic
def sign_what_was_saved(*, at: datetime, limit: int = PEOPLE_AT_ONCE) -> int:
    """Sign what facilities saved while no key could be had, and certify it; say how many doses."""
    with connection.cursor() as cursor:
        cursor.execute(_WHOSE, [limit])
        people = [row[0] for row in cursor.fetchall()]
    lock_patients(people)
    signed = take_missing_signatures(principal_ids=people, at=at)
    if signed:
        refresh_held(patient_ids=people, by=ISSUER, at=at)
    return signed
