from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation.actors import Actor

_COLUMNS: Final = """
(patient_id, dose_id, requested_at, requested_by, verdict, differs, tries, next_try_at)
"""
_ASK_LATER: Final = f"""
INSERT INTO population_populationcheck {_COLUMNS}
SELECT p.id, %(dose)s, %(at)s, %(by)s, 'no_answer', '[]', 0, %(at)s
FROM patients_patient AS p JOIN patients_patientversion AS now ON now.id = p.current_id
WHERE p.id = %(patient)s AND (now.cccd <> '' OR now.cmnd <> '')
  AND NOT EXISTS (
    SELECT FROM population_populationcheck AS c JOIN patients_patientversion AS asked
      ON asked.id = c.version_id
    WHERE c.patient_id = p.id AND c.verdict = 'agrees'
      AND (asked.full_name, asked.birth_date, asked.sex, asked.cccd, asked.cmnd)
        = (now.full_name, now.birth_date, now.sex, now.cccd, now.cmnd))
ON CONFLICT (patient_id) WHERE next_try_at IS NOT NULL DO NOTHING
"""
_ASK_ABOUT_THE_UNASKED: Final = f"""
INSERT INTO population_populationcheck {_COLUMNS}
SELECT p.id, NULL, %(at)s, %(by)s, 'no_answer', '[]', 0, %(at)s
FROM patients_patient AS p JOIN patients_patientversion AS now ON now.id = p.current_id
WHERE (now.cccd <> '' OR now.cmnd <> '')
  AND NOT EXISTS (SELECT FROM population_populationcheck AS c WHERE c.patient_id = p.id)
ORDER BY p.id LIMIT %(most)s
ON CONFLICT (patient_id) WHERE next_try_at IS NOT NULL DO NOTHING
"""


@transaction.atomic
def ask_later(*, patient_id: int, dose_id: int | None, by: Actor, at: datetime) -> None:
    """Note that the registry is to be asked about a person, within the minute.

    Nothing is noted of someone without a number, of someone about whom it will be asked already,
    or with whose data it agreed. The answer is what leaves a trace on the record.
    """
    values = {"patient": patient_id, "dose": dose_id, "by": str(by), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(_ASK_LATER, values)


@transaction.atomic
def ask_about_the_unasked(*, most: int, by: Actor, at: datetime) -> int:
    """Note the same of people about whom nobody ever asked, the oldest records first.

    Sheets and loaded files bring people by the hundred thousand and wait for nobody; this finds
    them afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASK_ABOUT_THE_UNASKED, {"most": most, "by": str(by), "at": at})
        return int(cursor.rowcount)
