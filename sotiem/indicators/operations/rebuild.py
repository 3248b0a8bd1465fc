from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.locks import Lock, hold
from sotiem.indicators.sources import SOURCES

# Millions of groups are kept together in memory instead of on disk.
_MEMORY: Final = "SET LOCAL work_mem = '256MB'"
# The tables are locked in one statement, in the order in which others write to them.
_LOCK: Final = "LOCK TABLE {tables} IN SHARE MODE"
# Figures and entries are read all the while, as they were; what was counted last is not.
_FORGET: Final = "TRUNCATE {source.counted}"
_EMPTY: Final = "DELETE FROM {source.entries}"
_STAND: Final = """
INSERT INTO {source.counted} ({source.thing}_id, {source.columns})
SELECT {source.thing}_id, {source.columns} FROM ({source.all_stand}) AS stands
"""
_ADD_UP: Final = """
WITH stood AS (SELECT {source.columns}, 1 AS number FROM {source.counted}), {source.lifted}
INSERT INTO indicators_figure (path, above, what, label, bucket, number)
SELECT path, above, what, label, bucket, number FROM lifted
"""


@transaction.atomic
def rebuild_figures(*, by: Actor, at: datetime) -> None:
    """Count everything anew. Whoever changes what is counted waits until it is done."""
    hold(Lock.FOLDING_FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        tables = ", ".join(table for source in SOURCES for table in source.locked)
        cursor.execute(_LOCK.format(tables=tables))
        cursor.execute("DELETE FROM indicators_figure")
        for source in SOURCES:
            for statement in (_FORGET, _EMPTY, _STAND, _ADD_UP):
                cursor.execute(statement.format(source=source))
    note = audit.Note(action="figures.rebuilt", object_kind="figure", object_id=0)
    audit.record_many([note], by=by, at=at)
