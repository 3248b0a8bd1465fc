"""The figures of a facility's day follow its doses, in the same transaction.

Rows are only added: two clerks of one facility never wait for each other here.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from sotiem.doses.events import DoseAmended, DosesAmended, DosesRecorded, DosesWithdrawn
from sotiem.doses.facts import DoseStatus
from sotiem.foundation.bulk import as_array

# Where nearly no dose on record has a facility, PostgreSQL would look for those that have one.
_RECORDED: Final = """
WITH recorded AS MATERIALIZED (
    SELECT facility_id, administered_on FROM doses_doseversion
    WHERE dose_id = ANY(%(doses)s::bigint[]) AND number = 1 AND status = %(counts)s
)
INSERT INTO deadlines_facilityday (facility_id, day, entered_on, recorded, is_total, added_at)
SELECT facility_id, administered_on, %(entered_on)s, count(*), false, %(at)s
FROM recorded WHERE facility_id IS NOT NULL
GROUP BY facility_id, administered_on
"""
_AMENDED: Final = """
INSERT INTO deadlines_facilityday (facility_id, day, entered_on, recorded, is_total, added_at)
SELECT version.facility_id, version.administered_on, (dose.recorded_at AT TIME ZONE %s)::date,
    sum(CASE WHEN version.id = now.id THEN 1 ELSE -1 END), false, %s::timestamptz
FROM doses_dose AS dose
JOIN doses_doseversion AS now ON now.id = dose.current_id
JOIN doses_doseversion AS version
    ON version.dose_id = dose.id AND version.number IN (now.number, now.number - 1)
WHERE dose.id = ANY(%s::bigint[]) AND version.status = %s AND version.facility_id IS NOT NULL
GROUP BY 1, 2, 3
HAVING sum(CASE WHEN version.id = now.id THEN 1 ELSE -1 END) <> 0
"""
_WITHDRAWN: Final = """
INSERT INTO deadlines_facilityday (facility_id, day, entered_on, recorded, is_total, added_at)
SELECT version.facility_id, version.administered_on, (dose.recorded_at AT TIME ZONE %s)::date,
    -count(*), false, %s::timestamptz
FROM doses_dose AS dose
JOIN doses_doseversion AS version ON version.id = dose.current_id
WHERE dose.id = ANY(%s::bigint[]) AND version.facility_id IS NOT NULL
GROUP BY 1, 2, 3
"""


def count_doses_recorded(event: DosesRecorded) -> None:
    """New doses are in: each counts for the facility and the day it was given."""
    values: dict[str, Any] = {
        "doses": as_array(event.dose_ids),
        "counts": str(DoseStatus.COMPLETED),
        "entered_on": timezone.localdate(event.at),
        "at": event.at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_RECORDED, values)


def count_dose_amended(event: DoseAmended) -> None:
    """A dose leaves the facility and day of before, and counts for those of now.

    It keeps the day on which it was first entered: putting it right later makes nobody late.
    """
    _count_amended([event.dose_id], event.at)


def count_doses_amended(event: DosesAmended) -> None:
    """The same for many doses at once."""
    _count_amended(event.dose_ids, event.at)


def _count_amended(dose_ids: Collection[int], at: datetime) -> None:
    zone, counts = timezone.get_default_timezone_name(), str(DoseStatus.COMPLETED)
    with connection.cursor() as cursor:
        cursor.execute(_AMENDED, [zone, at, as_array(dose_ids), counts])


def count_doses_withdrawn(event: DosesWithdrawn) -> None:
    """Many doses no longer count: each leaves its facility and day."""
    zone = timezone.get_default_timezone_name()
    with connection.cursor() as cursor:
        cursor.execute(_WITHDRAWN, [zone, event.at, as_array(event.dose_ids)])
