from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import connection

from sotiem.foundation.bulk import as_array
from sotiem.patients.events import PatientAmended, PatientsAmended

# Whoever is asking just now asks about what is no longer so: one try more, and their answer is
# not taken any longer.
_ASK_AGAIN: Final = """
INSERT INTO population_populationcheck AS c
(patient_id, requested_at, requested_by, verdict, differs, tries, next_try_at)
SELECT p.id, %(at)s, now.recorded_by, 'no_answer', '[]', 0, %(at)s
FROM patients_patient AS p
JOIN patients_patientversion AS now ON now.id = p.current_id
JOIN LATERAL (
  SELECT version_id FROM population_populationcheck
  WHERE patient_id = p.id AND version_id IS NOT NULL ORDER BY id DESC LIMIT 1
) AS last ON true
JOIN patients_patientversion AS asked ON asked.id = last.version_id
WHERE p.id = ANY(%(patients)s::bigint[]) AND (now.cccd <> '' OR now.cmnd <> '')
  AND (asked.full_name, asked.birth_date, asked.sex, asked.cccd, asked.cmnd)
    <> (now.full_name, now.birth_date, now.sex, now.cccd, now.cmnd)
ON CONFLICT (patient_id) WHERE next_try_at IS NOT NULL
DO UPDATE SET next_try_at = excluded.next_try_at, tries = c.tries + 1
"""


def follow_patient_amended(event: PatientAmended) -> None:
    """Ask again about someone who is no longer recorded as when the registry was asked."""
    _ask_again([event.patient_id], event.at)


def follow_patients_amended(event: PatientsAmended) -> None:
    """The same for many people at once."""
    _ask_again(event.patient_ids, event.at)


def _ask_again(patient_ids: Collection[int], at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_ASK_AGAIN, {"patients": as_array(patient_ids), "at": at})
