from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.anew import write_anew
from sotiem.foundation.locks import Lock, hold
from sotiem.indicators.models import Figure
from sotiem.indicators.sources import SOURCES

# Millions of groups are kept together in memory instead of on disk.
_MEMORY: Final = "SET LOCAL work_mem = '256MB'"
# The tables are locked in one statement, in the order in which others write to them.
_LOCK: Final = "LOCK TABLE {tables} IN SHARE MODE"
_STAND: Final = """
SELECT {source.thing}_id, {source.columns} FROM ({source.all_stand}) AS stands
"""
_COLUMNS: Final = ("path", "above", "what", "label", "bucket", "number")
_ADD_UP: Final = """
(WITH stood AS (SELECT {source.columns}, 1 AS number FROM {source.counted}), {source.lifted}
SELECT {columns} FROM lifted)
"""
# Not truncated: who reads figures holds entries and may wait for the figures, which are held here.
_EMPTY: Final = "DELETE FROM {source.entries}"


@transaction.atomic
def rebuild_figures(*, by: Actor, at: datetime) -> None:
    """Count everything anew. Whoever changes what is counted waits until it is done; who reads
    figures reads them as they were."""
    hold(Lock.FOLDING_FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(_MEMORY)
        tables = ", ".join(table for source in SOURCES for table in source.locked)
        cursor.execute(_LOCK.format(tables=tables))
        for source in SOURCES:
            columns = (f"{source.thing}_id", *source.columns.split(", "))
            write_anew(cursor, source.counted, columns, _STAND.format(source=source))
        told = ", ".join(_COLUMNS)
        sums = [_ADD_UP.format(source=source, columns=told) for source in SOURCES]
        write_anew(cursor, Figure._meta.db_table, _COLUMNS, "UNION ALL".join(sums))
        for source in SOURCES:
            cursor.execute(_EMPTY.format(source=source))
    note = audit.Note(action="figures.rebuilt", object_kind="figure", object_id=0)
    audit.record_many([note], by=by, at=at)
