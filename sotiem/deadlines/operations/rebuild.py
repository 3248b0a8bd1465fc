from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from sotiem.doses.facts import DoseStatus
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor

# Waits for whoever is adding doses, and keeps others from it until the figures are whole.
_ALONE: Final = "LOCK TABLE deadlines_facilityday IN SHARE ROW EXCLUSIVE MODE"
_COUNT: Final = """
INSERT INTO deadlines_facilityday (facility_id, day, entered_on, recorded, is_total)
SELECT version.facility_id, version.administered_on, (dose.recorded_at AT TIME ZONE %s)::date,
    count(*), true
FROM doses_dose AS dose
JOIN doses_doseversion AS version ON version.id = dose.current_id
WHERE version.status = %s AND version.facility_id IS NOT NULL
GROUP BY 1, 2, 3
"""


@transaction.atomic
def rebuild_figures(*, by: Actor, at: datetime) -> None:
    """Count all doses on record anew, as if nothing had been counted before."""
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
        cursor.execute("DELETE FROM deadlines_facilityday")
        cursor.execute(_COUNT, [timezone.get_default_timezone_name(), str(DoseStatus.COMPLETED)])
    note = audit.Note(action="facility_days.rebuilt", object_kind="facilityday", object_id=0)
    audit.record_many([note], by=by, at=at)
