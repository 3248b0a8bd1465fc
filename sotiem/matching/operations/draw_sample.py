from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.foundation import audit
from sotiem.foundation.actors import Actor

# The first 32 bits of the digest of a pair's number, as a share of all there may be.
DRAW: Final = """
UPDATE matching_matchpair SET is_sampled = true
WHERE is_automatic AND NOT is_sampled
  AND ('x' || left(md5(id::text), 8))::bit(32)::bigint < %s * 4294967296.0
RETURNING id, one_id, other_id
"""


@transaction.atomic
def draw_sample(*, share: float, at: datetime, by: Actor) -> int:
    """Mark a share of what the machine linked for a second look; say how many were marked.

    A pair is drawn by its number alone: drawing again adds only newer pairs, a greater share
    contains a smaller one, and no verdict known so far has a say.
    """
    with connection.cursor() as cursor:
        cursor.execute(DRAW, [share])
        rows = sorted(cursor.fetchall())
    if rows:
        audit.record_columns(
            action="match_pair.drawn",
            object_kind="matchpair",
            object_ids=[pk for pk, *_ in rows for _ in range(2)],
            patient_ids=[record for _, *both in rows for record in both],
            digests=[""] * (2 * len(rows)),
            details={"share": share},
            by=by,
            at=at,
        )
    return len(rows)
