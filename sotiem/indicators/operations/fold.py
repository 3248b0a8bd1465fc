from typing import Final

from django.db import connection, transaction

from sotiem.foundation.locks import Lock, hold
from sotiem.indicators.measures import Source
from sotiem.indicators.sources import SOURCES

AT_ONCE: Final = 20_000
_FOLD: Final = """
WITH stood AS (
    DELETE FROM {source.entries} WHERE id IN (
        SELECT id FROM {source.entries} ORDER BY id LIMIT %s
    ) RETURNING {source.columns}, number
), {source.lifted}, folded AS (
    INSERT INTO indicators_figure AS figure (path, above, what, label, bucket, number)
    SELECT path, above, what, label, bucket, number FROM lifted
    ON CONFLICT (path, what, label, bucket)
    DO UPDATE SET number = figure.number + EXCLUDED.number
)
SELECT count(*) FROM stood
"""


def fold_figures() -> int:
    """Add entries to the figures, for each unit and those above it; gives how many were added.

    Readers see an entry or what it was added to, never both and never neither.
    """
    return sum(_fold(source) for source in SOURCES)


@transaction.atomic
def _fold(source: Source) -> int:
    hold(Lock.FOLDING_FIGURES)
    with connection.cursor() as cursor:
        cursor.execute(_FOLD.format(source=source), [AT_ONCE])
        folded = int(cursor.fetchone()[0])
        if folded:
            cursor.execute("DELETE FROM indicators_figure WHERE number = 0")
    return folded
