from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from sotiem.foundation.locks import Lock, hold

SINGLE_FOR: Final = timedelta(minutes=15)
_ADD_UP: Final = """
WITH taken AS (
    DELETE FROM deadlines_facilityday
    WHERE NOT is_total AND (added_at IS NULL OR added_at <= %s) RETURNING *
)
INSERT INTO deadlines_facilityday AS total (facility_id, day, entered_on, recorded, is_total)
SELECT facility_id, day, entered_on, sum(recorded), true
FROM taken
GROUP BY facility_id, day, entered_on
ON CONFLICT (facility_id, day, entered_on) WHERE is_total
DO UPDATE SET recorded = total.recorded + excluded.recorded
"""


@transaction.atomic
def add_up(*, at: datetime) -> None:
    """Add the rows of single entries to their totals, except those that officers still see as
    entered in the last minutes; what a reader sums stays the same."""
    hold(Lock.ADDING_UP)
    with connection.cursor() as cursor:
        cursor.execute(_ADD_UP, [at - SINGLE_FOR])
