"""Reading how many reactions there were: never by counting reports of them."""

from datetime import date, timedelta
from typing import Final

from django.db import connection

from sotiem.indicators.facts import FIRST_DAY, ReactionCount
from sotiem.indicators.reaction_measures import REACTIONS, SERIOUS

_ASKED: Final = """
WHERE (path = %(path)s OR above = %(parts_of)s) AND what = ANY(%(whats)s)
    AND bucket BETWEEN %(since)s AND %(until)s
"""
_COUNTS: Final = f"""
WITH stood AS (SELECT {REACTIONS.columns}, number FROM {REACTIONS.entries}), {REACTIONS.lifted}
SELECT path, bucket, label, what, sum(number)::bigint FROM (
    SELECT path, bucket, label, what, number FROM indicators_figure {_ASKED}
    UNION ALL SELECT path, bucket, label, what, number FROM lifted {_ASKED}
) AS each GROUP BY 1, 2, 3, 4 HAVING sum(number) <> 0 ORDER BY 1, 2, 3, 4
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
        "whats": list(REACTIONS.whats),
        "since": (since - FIRST_DAY).days,
        "until": (until - FIRST_DAY).days,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, asked)
        rows = cursor.fetchall()
    return [
        ReactionCount(
            path=where,
            day=FIRST_DAY + timedelta(days=day),
            vaccine=label.partition(" ")[0],
            label=label.partition(" ")[2],
            is_serious=what == SERIOUS,
            number=number,
        )
        for where, day, label, what, number in rows
    ]
