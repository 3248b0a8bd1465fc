from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.indicators.measures import COLUMNS, MEASURED, STANDS
from sotiem.indicators.reaction_measures import (
    REACTION_COLUMNS,
    REACTION_STANDS,
    REACTIONS_LIFTED,
)

_EMPTY: Final = """
LOCK TABLE corrections_correctionreport IN SHARE MODE;
LOCK TABLE reactions_reaction IN SHARE MODE;
DELETE FROM indicators_entry; DELETE FROM indicators_figure; DELETE FROM indicators_countedreport;
DELETE FROM indicators_reactionentry; DELETE FROM indicators_reactionfigure;
DELETE FROM indicators_countedreaction
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

_REACTIONS_STAND: Final = f"""
INSERT INTO indicators_countedreaction (reaction_id, {REACTION_COLUMNS})
SELECT reaction_id, {REACTION_COLUMNS} FROM ({REACTION_STANDS}) AS stands
"""
_ADD_UP_REACTIONS: Final = f"""
WITH stood AS (SELECT {REACTION_COLUMNS}, 1 AS number FROM indicators_countedreaction),
{REACTIONS_LIFTED}
INSERT INTO indicators_reactionfigure (path, above, vaccine, label, serious, day, number)
SELECT path, above, vaccine, label, serious, day, number FROM lifted
"""
_ALL: Final = (*_EMPTY.split(";"), _STAND, _ADD_UP, _REACTIONS_STAND, _ADD_UP_REACTIONS)


@transaction.atomic
def rebuild_figures(*, by: Actor, at: datetime) -> None:
    """Count all reports and reactions anew. Whoever changes one meanwhile waits for that."""
    hold(Lock.FOLDING_FIGURES)
    with connection.cursor() as cursor:
        for statement in _ALL:
            cursor.execute(statement)
    note = audit.Note(action="figures.rebuilt", object_kind="figure", object_id=0)
    audit.record_many([note], by=by, at=at)
