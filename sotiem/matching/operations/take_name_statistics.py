from collections import Counter
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.matching.models import NameStatistics
from sotiem.matching.rules.judge import parts_of

# So few bearers say only that a name is rare, and might tell who is meant.
FEWEST_BEARERS: Final = 3
PEOPLE_ASKED: Final = 200_000
SAMPLE: Final = """
SELECT name FROM matching_patienttrait TABLESAMPLE SYSTEM (%s) REPEATABLE (0)
WHERE name <> '' AND NOT newborn
"""


@transaction.atomic
def take_name_statistics(*, by: Actor, at: datetime) -> NameStatistics | None:
    """Count how often each surname, middle and given name occurs on record, from a sample.

    Later answers weigh names by it; earlier statistics stay, so that old answers can be repeated.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0) FROM pg_class WHERE relname = 'matching_patienttrait'"
        )
        people = int(cursor.fetchone()[0])
        if not people:
            return None
        cursor.execute(SAMPLE, [min(100.0, 100 * PEOPLE_ASKED / people)])
        asked = [parts_of(name) for (name,) in cursor.fetchall()]
    shares = {}
    for place, part in enumerate(("surname", "middle", "given")):
        counted = Counter(parts[place] for parts in asked)
        shares[part] = {
            name: round(count / len(asked), 9)
            for name, count in sorted(counted.items())
            if count >= FEWEST_BEARERS
        }
    statistics = NameStatistics.objects.create(taken_at=at, people=people, shares=shares)
    audit.record("name_statistics.taken", statistics, by=by, at=at, people=people)
    return statistics
