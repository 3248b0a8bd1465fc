"""The proof that figures are what the ledger says."""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from sotiem.indicators.sources import SOURCES

_STAND_OTHERWISE: Final = """
SELECT {source.thing}_id
FROM ({source.all_stand}) AS stands FULL JOIN {source.counted} AS counted
USING ({source.thing}_id)
WHERE ({new}) IS DISTINCT FROM ({old})
ORDER BY 1
"""
_ADD_UP_OTHERWISE: Final = """
WITH stood AS (
    SELECT {source.columns}, 1 AS number FROM {source.counted}
    UNION ALL SELECT {source.columns}, -number FROM {source.entries}
), {source.lifted}, figure AS (SELECT * FROM indicators_figure WHERE what = ANY(%s))
SELECT path, what, label, bucket, coalesce(figure.number, 0), coalesce(lifted.number, 0)
FROM figure FULL JOIN lifted USING (path, what, label, bucket)
WHERE coalesce(figure.number, 0) <> coalesce(lifted.number, 0) ORDER BY 1, 2, 3, 4
"""


def figures_that_disagree() -> Iterator[str]:
    """Name each thing that was counted otherwise than it stands, and each wrong sum."""
    for source in SOURCES:
        columns = source.columns.split(", ")
        stand = _STAND_OTHERWISE.format(
            source=source,
            new=", ".join(f"stands.{each}" for each in columns),
            old=", ".join(f"counted.{each}" for each in columns),
        )
        with connection.cursor() as cursor:
            cursor.execute(stand)
            things = [int(row[0]) for row in cursor.fetchall()]
            cursor.execute(_ADD_UP_OTHERWISE.format(source=source), [list(source.whats)])
            sums = cursor.fetchall()
        for thing_id in things:
            yield f"{source.thing} {thing_id}: it is not counted as it stands"
        for path, what, label, bucket, told, right in sums:
            yield f"figure {path} {what} {label} {bucket}: {told} were added up, there are {right}"
