from typing import Final

from django.db import connection, transaction

from sotiem.foundation.locks import Lock, hold
from sotiem.indicators.measures import COLUMNS, MEASURED
from sotiem.indicators.reaction_measures import REACTION_COLUMNS, REACTIONS_LIFTED

AT_ONCE: Final = 20_000
_FOLD: Final = f"""
WITH stood AS (
    DELETE FROM indicators_entry WHERE id IN (
        SELECT id FROM indicators_entry ORDER BY id LIMIT %s
    ) RETURNING {COLUMNS}, number
), {MEASURED}, folded AS (
    INSERT INTO indicators_figure AS figure (path, above, what, label, bucket, number)
    SELECT path, above, what, label, bucket, number FROM lifted
    ON CONFLICT (path, what, label, bucket)
    DO UPDATE SET number = figure.number + EXCLUDED.number
)
SELECT count(*) FROM stood
"""

_FOLD_REACTIONS: Final = f"""
WITH stood AS (
    DELETE FROM indicators_reactionentry WHERE id IN (
        SELECT id FROM indicators_reactionentry ORDER BY id LIMIT %s
    ) RETURNING {REACTION_COLUMNS}, number
), {REACTIONS_LIFTED}, folded AS (
    INSERT INTO indicators_reactionfigure AS figure
        (path, above, vaccine, label, serious, day, number)
    SELECT path, above, vaccine, label, serious, day, number FROM lifted
    ON CONFLICT (path, day, vaccine, label, serious)
    DO UPDATE SET number = figure.number + EXCLUDED.number
)
SELECT count(*) FROM stood
"""


@transaction.atomic
def fold_figures() -> int:
    """Add entries to the figures, for each unit and those above it; gives how many were added.

    Readers see an entry or what it was added to, never both and never neither.
    """
    hold(Lock.FOLDING_FIGURES)
    folded = 0
    with connection.cursor() as cursor:
        for fold in (_FOLD, _FOLD_REACTIONS):
            cursor.execute(fold, [AT_ONCE])
            folded += int(cursor.fetchone()[0])
        cursor.execute("DELETE FROM indicators_figure WHERE number = 0")
    return folded
