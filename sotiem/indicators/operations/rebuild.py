from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.indicators.measures import COLUMNS, MEASURED, STANDS

_EMPTY: Final = """
LOCK TABLE corrections_correctionreport IN SHARE MODE;
DELETE FROM indicators_entry; DELETE FROM indicators_figure; DELETE FROM indicators_countedreport
"""
_STAND: Final = f"""
INSERT INTO indicators_countedreport (report_id, {COLUMNS})
SELECT report_id, {COLUMNS} FROM ({STANDS}) AS stands
"""
_ADD_UP: Final = f"""
WITH stood AS (SELECT {COLUMNS}, 1 AS number FROM indicators_countedreport), {MEASURED}
INSERT INTO indicators_figure (path, above, what, label, bucket, number)
SELECT path, above, what, label, bucket, number FROM lifted
"""


@transaction.atomic
def rebuild_figures(*, by: Actor, at: datetime) -> None:
    """Count all reports anew. Whoever changes a report meanwhile waits until it is done."""
    hold(Lock.FOLDING_FIGURES)
    with connection.cursor() as cursor:
        for statement in (*_EMPTY.split(";"), _STAND, _ADD_UP):
            cursor.execute(statement)
    note = audit.Note(action="figures.rebuilt", object_kind="figure", object_id=0)
    audit.record_many([note], by=by, at=at)
