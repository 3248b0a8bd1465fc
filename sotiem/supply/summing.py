"""What movements add to the sums of places and days, in SQL: told once, for keeping and proving."""

from typing import Final

from sotiem.supply.rules import sums_of
from sotiem.supply.states import SUMMED, MovementKind

COLUMNS: Final = (*SUMMED, "by_country", "by_province")
_KINDS: Final = ", ".join(
    f"('{kind.value}', {', '.join(str(added) for added in sums_of(kind).values())})"
    for kind in MovementKind
)
# What is on the way counts where it goes to, all else where it was moved.
_HERE: Final = ", ".join("0" if name == "in_transit" else f"doses * {name}" for name in SUMMED)
_THERE: Final = ", ".join("doses * in_transit" if name == "in_transit" else "0" for name in SUMMED)
_IN_ALL: Final = ", ".join(f"sum({name}) AS {name}" for name in COLUMNS)


def sums(where: str) -> str:
    """A query for the sums of the movements for which the condition holds."""
    return f"""
WITH moved AS MATERIALIZED (
    SELECT movement.kind, movement.moved_on AS day, lot.vaccine_id, store.path AS here,
        goal.path AS there, decision.path AS decider, {", ".join(SUMMED)},
        CASE WHEN movement.reverses_id IS NULL THEN movement.doses ELSE -movement.doses END AS doses
    FROM supply_stockmovement AS movement
    JOIN (VALUES {_KINDS}) AS kinds (kind, {", ".join(SUMMED)}) ON kinds.kind = movement.kind
    JOIN supply_lot AS lot ON lot.id = movement.lot_id
    JOIN facilities_facility AS store ON store.id = movement.facility_id
    LEFT JOIN supply_consignmentitem AS item ON item.id = movement.item_id
    LEFT JOIN supply_consignment AS consignment ON consignment.id = item.consignment_id
    LEFT JOIN facilities_facility AS goal ON goal.id = consignment.to_store_id
    LEFT JOIN supply_allocationdecision AS decision ON decision.id = consignment.under_id
    {where}
), told (path, vaccine_id, day, {", ".join(COLUMNS)}) AS (
    SELECT here, vaccine_id, day, {_HERE}, 0, 0 FROM moved
    UNION ALL
    SELECT there, vaccine_id, day, {_THERE},
        CASE WHEN kind = 'arrived' AND decider = 'vn' THEN doses ELSE 0 END,
        CASE WHEN kind = 'arrived' AND decider <> 'vn' THEN doses ELSE 0 END
    FROM moved WHERE there IS NOT NULL
), placed AS (
    SELECT array_to_string(steps[1:depth], '/') AS path,
        array_to_string(steps[1:depth - 1], '/') AS parent, vaccine_id, day, {", ".join(COLUMNS)}
    FROM told, string_to_array(path, '/') AS steps, generate_series(1, cardinality(steps)) AS depth
)
SELECT path, parent, vaccine_id, day, {_IN_ALL}
FROM placed
GROUP BY path, parent, vaccine_id, day
"""


_INTO: Final = f"path, parent, vaccine_id, day, {', '.join(COLUMNS)}, is_total"
ADD_MOVEMENT: Final = (
    f"INSERT INTO supply_supplyday ({_INTO}) "
    f"SELECT *, false FROM ({sums('WHERE movement.id = %s')}) AS added"
)
ADD_ALL: Final = f"INSERT INTO supply_supplyday ({_INTO}) SELECT *, true FROM ({sums('')}) AS added"
ADD_UP: Final = f"""
WITH taken AS (
    DELETE FROM supply_supplyday WHERE NOT is_total RETURNING *
)
INSERT INTO supply_supplyday AS total ({_INTO})
SELECT path, parent, vaccine_id, day, {_IN_ALL}, true
FROM taken
GROUP BY path, parent, vaccine_id, day
ON CONFLICT (path, vaccine_id, day) WHERE is_total
DO UPDATE SET {", ".join(f"{name} = total.{name} + excluded.{name}" for name in COLUMNS)}
"""
DISAGREEING: Final = f"""
SELECT path, vaccine_id, day
FROM (
    SELECT path, vaccine_id, day, {_IN_ALL} FROM supply_supplyday GROUP BY path, vaccine_id, day
) AS kept
FULL JOIN ({sums("")}) AS counted USING (path, vaccine_id, day)
WHERE ({", ".join(f"coalesce(kept.{name}, 0)" for name in COLUMNS)})
    IS DISTINCT FROM ({", ".join(f"coalesce(counted.{name}, 0)" for name in COLUMNS)})
ORDER BY path, vaccine_id, day
"""
