"""Reading how many reactions there were: never by counting reports of them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.db import connection

from sotiem.indicators.facts import ReactionCount
from sotiem.indicators.reaction_measures import (
    FRESH_REACTIONS,
    REACTION_COLUMNS,
    REACTION_STANDS,
    REACTIONS_LIFTED,
)

_BEGINNING: Final = date(1970, 1, 1)
_BETWEEN: Final = "day BETWEEN %(since)s AND %(until)s"
_COUNTS: Final = f"""
{FRESH_REACTIONS}
SELECT path, day, vaccine, label, serious, sum(number)::bigint FROM (
    SELECT path, day, vaccine, label, serious, number FROM indicators_reactionfigure
    WHERE (path = %(path)s OR above = %(parts_of)s) AND {_BETWEEN}
    UNION ALL SELECT path, day, vaccine, label, serious, number FROM lifted
    WHERE (path = %(path)s OR above = %(parts_of)s) AND {_BETWEEN}
) AS each GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0 ORDER BY 1, 2, 3, 4, 5
"""
_STAND_OTHERWISE: Final = f"""
SELECT DISTINCT reaction_id FROM (
    (SELECT reaction_id, {REACTION_COLUMNS} FROM ({REACTION_STANDS}) AS stands
     EXCEPT ALL SELECT reaction_id, {REACTION_COLUMNS} FROM indicators_countedreaction)
    UNION ALL
    (SELECT reaction_id, {REACTION_COLUMNS} FROM indicators_countedreaction
     EXCEPT ALL SELECT reaction_id, {REACTION_COLUMNS} FROM ({REACTION_STANDS}) AS stands)
) AS differing ORDER BY 1
"""
_ADD_UP_OTHERWISE: Final = f"""
WITH stood AS (
    SELECT {REACTION_COLUMNS}, 1 AS number FROM indicators_countedreaction
    UNION ALL SELECT {REACTION_COLUMNS}, -number FROM indicators_reactionentry
), {REACTIONS_LIFTED}
SELECT path, day, vaccine, label, coalesce(figure.number, 0), coalesce(lifted.number, 0)
FROM indicators_reactionfigure AS figure
FULL JOIN lifted USING (path, day, vaccine, label, serious)
WHERE coalesce(figure.number, 0) <> coalesce(lifted.number, 0) ORDER BY 1, 2, 3, 4
"""


def reaction_counts(
    path: str, *, since: date, until: date, with_parts: bool = False
) -> list[ReactionCount]:
    """How many reactions there were at a place and below, by day of the dose, vaccine (its code,
    empty where no dose is recorded), group of signs (`all` counts each reaction once) and whether
    they were serious; `with_parts` adds each place right below it."""
    asked = {
        "path": path,
        "parts_of": path if with_parts else None,
        "since": (since - _BEGINNING).days,
        "until": (until - _BEGINNING).days,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        rows = cursor.fetchall()
    return [
        ReactionCount(where, _BEGINNING + timedelta(days=day), vaccine, label, serious, number)
        for where, day, vaccine, label, serious, number in rows
    ]


def reaction_figures_that_disagree() -> Iterator[str]:
    """Name each reaction that was counted otherwise than it stands, and each wrong sum."""
    with connection.cursor() as cursor:
        cursor.execute(_STAND_OTHERWISE)
        reactions = [int(row[0]) for row in cursor.fetchall()]
        cursor.execute(_ADD_UP_OTHERWISE)
        sums = cursor.fetchall()
    for reaction_id in reactions:
        yield f"reaction {reaction_id}: it is not counted as it stands"
    for path, day, vaccine, label, told, right in sums:
        yield f"reactions {path} {day} {vaccine} {label}: {told} were added up, there are {right}"
