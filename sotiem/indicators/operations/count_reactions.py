"""Figures follow each reaction, and the dose it came after, in the transaction of the event."""

from collections.abc import Collection
from typing import Final

from django.db import connection, transaction

from sotiem.doses.events import DoseAmended, DosesAmended, DosesWithdrawn
from sotiem.foundation.bulk import array_of, as_array
from sotiem.indicators.reaction_measures import REACTION_COLUMNS, REACTION_STANDS
from sotiem.reactions.events import ReactionFollowed, ReactionReported
from sotiem.reactions.models import Reaction

_COUNT: Final = f"""
WITH stands AS MATERIALIZED ({REACTION_STANDS} AND reaction.id = ANY(%(ids)s::bigint[])),
stood AS (
    DELETE FROM indicators_countedreaction WHERE reaction_id = ANY(%(ids)s::bigint[])
    RETURNING {REACTION_COLUMNS}
), entries AS (
    INSERT INTO indicators_reactionentry ({REACTION_COLUMNS}, number)
    SELECT {REACTION_COLUMNS}, sum(number) FROM (
        SELECT {REACTION_COLUMNS}, 1 AS number FROM stands
        UNION ALL SELECT {REACTION_COLUMNS}, -1 FROM stood
    ) AS differing GROUP BY {REACTION_COLUMNS} HAVING sum(number) <> 0
)
INSERT INTO indicators_countedreaction (reaction_id, {REACTION_COLUMNS})
SELECT reaction_id, {REACTION_COLUMNS} FROM stands
"""


def follow_reaction(event: ReactionReported | ReactionFollowed) -> None:
    """Count a reaction as it stands now, and no longer as it stood."""
    count_reactions_again(reaction_ids=(event.reaction_id,))


def follow_dose_of_reaction(event: DoseAmended) -> None:
    """The same where its dose was put right, or no longer counts."""
    _follow_doses((event.dose_id,))


def follow_doses_of_reactions(event: DosesAmended | DosesWithdrawn) -> None:
    """The same for many doses, few of which had a reaction."""
    _follow_doses(event.dose_ids)


def _follow_doses(dose_ids: Collection[int]) -> None:
    found = Reaction.objects.filter(dose__in=array_of(list(dose_ids))).order_by("pk")
    if ids := list(found.values_list("pk", flat=True)):
        count_reactions_again(reaction_ids=ids)


@transaction.atomic(savepoint=False)
def count_reactions_again(*, reaction_ids: Collection[int]) -> None:
    """Count reactions as they stand now. Counting again changes nothing.

    They are held first: two who change one count one after the other.
    """
    held = Reaction.objects.select_for_update().filter(pk__in=array_of(list(reaction_ids)))
    list(held.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"ids": as_array(reaction_ids)})
