"""What is counted, and how: in SQL, the same for counting, for adding up and for proving."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Source:
    """Things of one kind that are counted, each as it stands now.

    `stands` gives `<thing>_id` and `columns` of things; `{chosen}` in it takes `chosen`, which
    leaves the things that a list of ids asks for, or nothing: then it gives all of them.
    `measured` takes rows of `columns` and `number` from a part called `stood` and gives `path`,
    `what`, `label`, `bucket`, `number`; no two sources share a `what`.
    """

    thing: str
    columns: str
    stands: str
    chosen: str
    measured: str
    whats: tuple[str, ...]
    locked: tuple[str, ...]  # tables that stay as they are while all is counted anew

    @property
    def counted(self) -> str:
        """The table that holds how each thing stood when it was counted last."""
        return f"indicators_counted{self.thing}"

    @property
    def entries(self) -> str:
        """The table of changes that are not yet added to the figures."""
        return f"indicators_{self.thing}entry"

    @property
    def all_stand(self) -> str:
        return self.stands.format(chosen="")

    @property
    def chosen_stand(self) -> str:
        return self.stands.format(chosen=self.chosen)

    @property
    def lifted(self) -> str:
        """The parts that make `lifted` of `stood`: for each unit and each one above it."""
        return f"measured AS MATERIALIZED ({self.measured}), {_LIFTED}"


# A place is taken apart once, not in each of its millions of rows.
_LIFTED: Final = """
ladder AS MATERIALIZED (
    SELECT path AS below, array_to_string(steps[1:depth], '/') AS path,
        array_to_string(steps[1:depth - 1], '/') AS above
    FROM (
        SELECT path, string_to_array(path, '/') AS steps
        FROM (SELECT DISTINCT path FROM measured) AS one
    ) AS place
    CROSS JOIN LATERAL generate_series(1, cardinality(steps)) AS depth
), lifted AS (
    SELECT ladder.path, ladder.above, what, label, bucket, sum(number) AS number
    FROM measured JOIN ladder ON ladder.below = measured.path
    GROUP BY 1, 2, 3, 4, 5 HAVING sum(number) <> 0
)
"""
