"""What must be true of all stock together, looked for by `sotiem check`."""

from collections.abc import Iterator
from typing import Final

from django.db import connection

from sotiem.foundation.proof import disagreements
from sotiem.supply.models import AllocationDecision, Consignment, StockMovement
from sotiem.supply.rules import change_of
from sotiem.supply.states import Account, MovementKind
from sotiem.supply.summing import DISAGREEING

_NET: Final = "CASE WHEN reverses_id IS NULL THEN doses ELSE -doses END"


def _changes(account: Account) -> str:
    """By how much one movement changes what is in an account, in SQL."""
    changes = ((kind, change_of(account, kind, 1, is_reversal=False)) for kind in MovementKind)
    cases = " ".join(f"WHEN '{kind.value}' THEN {change}" for kind, change in changes if change)
    return f"{_NET} * CASE kind {cases} ELSE 0 END"


WRONG_BALANCES: Final = f"""
SELECT coalesce(b.facility_id, m.facility_id), coalesce(b.lot_id, m.lot_id)
FROM supply_stockbalance b
FULL JOIN (
    SELECT facility_id, lot_id, sum({_changes(Account.STORE)}) AS doses
    FROM supply_stockmovement GROUP BY 1, 2
) m ON m.facility_id = b.facility_id AND m.lot_id = b.lot_id
WHERE coalesce(b.doses, 0) <> coalesce(m.doses, 0)
ORDER BY 1, 2
"""
WRONG_ITEMS: Final = f"""
SELECT item.id
FROM supply_consignmentitem AS item
LEFT JOIN (
    SELECT item_id, sum({_changes(Account.TRANSIT)}) AS doses
    FROM supply_stockmovement WHERE item_id IS NOT NULL GROUP BY 1
) AS moved ON moved.item_id = item.id
WHERE item.on_way <> coalesce(moved.doses, 0)
ORDER BY 1
"""
# Of movements only what left the stores for good is asked; what is there now, the balances say.
LOTS_THAT_LEAK: Final = f"""
SELECT lot.id
FROM supply_lot AS lot
LEFT JOIN (
    SELECT lot_id, sum({_changes(Account.OUTSIDE)}) AS outside,
        sum({_changes(Account.SESSION)}) + sum({_changes(Account.PEOPLE)}) AS used,
        sum({_changes(Account.WASTE)}) + sum({_changes(Account.COUNT)}) AS wasted
    FROM supply_stockmovement GROUP BY 1
) AS moved ON moved.lot_id = lot.id
LEFT JOIN (
    SELECT lot_id, sum(doses) AS doses FROM supply_stockbalance GROUP BY 1
) AS held ON held.lot_id = lot.id
LEFT JOIN (
    SELECT lot_id, sum(on_way) AS doses FROM supply_consignmentitem GROUP BY 1
) AS going ON going.lot_id = lot.id
WHERE coalesce(moved.outside + moved.used + moved.wasted, 0)
    + coalesce(held.doses, 0) + coalesce(going.doses, 0) <> 0
ORDER BY 1
"""
WRONG_PLACES: Final = """
SELECT movement.id
FROM supply_stockmovement AS movement
JOIN supply_consignmentitem AS item ON item.id = movement.item_id
JOIN supply_consignment AS consignment ON consignment.id = item.consignment_id
WHERE movement.lot_id <> item.lot_id OR movement.facility_id <> CASE
    WHEN movement.kind IN ('sent', 'came_back') THEN consignment.from_store_id
    ELSE consignment.to_store_id END
ORDER BY 1
"""


def disagreements_on_record() -> Iterator[str]:
    """Name what the trail does not vouch for, and each balance, lot and sum that its movements do
    not make."""
    for rows, kind in (
        (StockMovement.objects.all(), "stockmovement"),
        (Consignment.objects.all(), "consignment"),
        (AllocationDecision.objects.prefetch_related("lines"), "allocationdecision"),
    ):
        yield from disagreements(rows, kind=kind, facts_of=lambda row: row.facts)
    for sql, said in (
        (WRONG_BALANCES, "stock of lot {1} at facility {0}: its movements make another"),
        (WRONG_ITEMS, "consignment item {0}: its movements leave another number on the way"),
        (WRONG_PLACES, "movement {0}: it is not one of its consignment's stores and lots"),
        (LOTS_THAT_LEAK, "lot {0}: what came in is not what is left, on the way, used and wasted"),
        (DISAGREEING, "sums of {0} for vaccine {1} on {2}: its movements make others"),
    ):
        with connection.cursor() as cursor:
            cursor.execute(sql)
            yield from (said.format(*row) for row in cursor.fetchall())
