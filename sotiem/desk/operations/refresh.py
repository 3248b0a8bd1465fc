from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.desk.queries import CHANGE, ONLY_OF_THE_DOSE
from sotiem.desk.rules import REPORTS_OF_ONE_ERROR
from sotiem.foundation.locks import Lock, hold

# What stands already and did not grow is not written again.
FIND: Final = f"""
INSERT INTO desk_sharederror AS known (
    public_id, facility_id, path, administered_on, vaccine_id, lot_number, change, size, due_at,
    found_at
)
SELECT gen_random_uuid(), version.facility_id, facility.path, version.administered_on,
    version.vaccine_id, version.lot_number, said.change, count(*), min(report.answer_due_at), %(at)s
FROM corrections_correctionreport report
JOIN doses_dose dose ON dose.id = report.dose_id
JOIN doses_doseversion version ON version.id = dose.current_id
JOIN facilities_facility facility ON facility.id = version.facility_id
CROSS JOIN LATERAL (SELECT {CHANGE} AS change) said
WHERE report.status IN ('submitted', 'under_review', 'waiting_for_facility')
    AND report.kind = 'dose_wrong' AND version.status = 'completed'
    AND {ONLY_OF_THE_DOSE} AND said.change <> '{{}}'
GROUP BY version.facility_id, facility.path, version.administered_on, version.vaccine_id,
    version.lot_number, said.change
HAVING count(*) >= %(enough)s
ON CONFLICT (facility_id, administered_on, vaccine_id, lot_number, change)
DO UPDATE SET size = excluded.size, due_at = excluded.due_at, found_at = excluded.found_at
"""
GONE: Final = """
UPDATE desk_sharederror SET size = 0 WHERE size > 0 AND found_at < %(at)s
"""


@transaction.atomic
def refresh_shared_errors(*, at: datetime) -> int:
    """Look through all open reports for errors that many share; how many there are now."""
    hold(Lock.FINDING_SHARED_ERRORS)
    with connection.cursor() as cursor:
        cursor.execute(FIND, {"at": at, "enough": REPORTS_OF_ONE_ERROR})
        found: int = cursor.rowcount
        cursor.execute(GONE, {"at": at})
    return found
