"""Reads of stock used by pages, by sessions and by those who look whether doses were entered."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Case, F, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce

from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of
from sotiem.foundation.proof import disagreements
from sotiem.supply.facts import LotInStore, SessionStock, UsedOnDay
from sotiem.supply.models import Lot, StockBalance, StockMovement
from sotiem.supply.rules import why_unusable
from sotiem.supply.states import MovementKind

KIND: Final = "stockmovement"
_GIVEN: Final = (MovementKind.USED, MovementKind.DRAWN_UP)
_NOT_GIVEN: Final = (MovementKind.PUT_BACK, MovementKind.WASTED)
WRONG_BALANCES: Final = """
SELECT coalesce(b.facility_id, m.facility_id), coalesce(b.lot_id, m.lot_id)
FROM supply_stockbalance b
FULL JOIN (
    SELECT facility_id, lot_id, sum(
        CASE WHEN reverses_id IS NULL THEN doses ELSE -doses END
        * CASE WHEN kind IN ('received', 'counted_more', 'put_back') THEN 1
               WHEN kind = 'wasted' THEN 0 ELSE -1 END
    ) AS doses
    FROM supply_stockmovement GROUP BY 1, 2
) m ON m.facility_id = b.facility_id AND m.lot_id = b.lot_id
WHERE coalesce(b.doses, 0) <> coalesce(m.doses, 0)
ORDER BY 1, 2
"""


def lots_in_store(facility: Facility, *, on: date, with_empty: bool = False) -> list[LotInStore]:
    """The lots of a store, those that expire first in front."""
    balances = StockBalance.objects.filter(facility=facility)
    if not with_empty:
        balances = balances.filter(doses__gt=0)
    rows = balances.select_related("lot__vaccine").order_by("lot__expires_on", "lot__number", "pk")
    return [LotInStore(row.lot, row.doses, why_unusable(row.lot, on)) for row in rows]


def usable_lots(facility: Facility, *, on: date) -> list[LotInStore]:
    """The lots of a store that may be given on a day, those that expire first in front."""
    return [each for each in lots_in_store(facility, on=on) if each.why_not is None]


def session_stock(session: UUID) -> dict[int, SessionStock]:
    """What a session drew up, put back and wasted, by lot (its key)."""
    movements = StockMovement.objects.filter(session=session).with_change()
    found: dict[int, dict[str, int]] = {}
    rows = movements.values("lot_id", "kind").annotate(doses_in_all=Sum("net")).order_by("lot_id")
    for row in rows:
        found.setdefault(row["lot_id"], {})[row["kind"]] = row["doses_in_all"]
    return {lot_id: SessionStock(**kinds) for lot_id, kinds in found.items()}


def stock_of_lot_in_session(session: UUID, facility: Facility, lot: Lot) -> SessionStock:
    """What a session did with one lot of a store."""
    movements = StockMovement.objects.filter(session=session, facility=facility, lot=lot)
    rows = movements.with_change().values("kind").annotate(in_all=Sum("net")).order_by("kind")
    return SessionStock(**{row["kind"]: row["in_all"] for row in rows})


def doses_used(paths: Iterable[str], since: date, until: date) -> list[UsedOnDay]:
    """What was given at the facilities of these jurisdictions, by facility and day, as their
    stock says: used, and drawn up without being put back or wasted. Both days count."""
    reach = [Q(facility__path=path) | Q(facility__path__startswith=f"{path}/") for path in paths]
    if not reach:
        return []
    signed = Case(When(kind__in=_GIVEN, then=F("net")), default=-F("net"))
    movements = StockMovement.objects.filter(
        reduce(or_, reach), kind__in=(*_GIVEN, *_NOT_GIVEN), moved_on__range=(since, until)
    )
    rows = (
        movements.with_change()
        .values_list("facility_id", "moved_on")
        .annotate(given=Sum(signed))
        .exclude(given=0)
        .order_by("facility_id", "moved_on")
    )
    return [UsedOnDay(*row) for row in rows]


def doses_held(facility_ids: Collection[int], *, on: date) -> dict[int, int]:
    """How many doses each of these stores held at the end of a day, of all lots together."""
    balances = StockBalance.objects.filter(facility_id__in=array_of(facility_ids), doses__gt=0)
    held = dict(balances.values_list("facility_id").annotate(all=Sum("doses")).order_by())
    later = StockMovement.objects.filter(facility_id__in=array_of(facility_ids), moved_on__gt=on)
    changes = later.with_change().values_list("facility_id").annotate(all=Sum("change"))
    for facility_id, change in changes.order_by():
        held[facility_id] = held.get(facility_id, 0) - change
    return {facility_id: doses for facility_id, doses in held.items() if doses > 0}


def stock_of_lot(lot: Lot, facility_ids: Iterable[int]) -> dict[int, int]:
    """How many doses of a lot are in each of these stores."""
    balances = StockBalance.objects.filter(lot=lot, facility_id__in=array_of(set(facility_ids)))
    return dict(balances.values_list("facility_id", "doses"))


def doses_of_lot_anywhere(lot: Lot) -> int:
    """How many doses of a lot are in stores."""
    return int(StockBalance.objects.filter(lot=lot).aggregate(all=Coalesce(Sum("doses"), 0))["all"])


def disagreements_on_record() -> Iterator[str]:
    """Movements that the trail does not vouch for, and balances that movements do not make."""
    yield from disagreements(
        StockMovement.objects.all(), kind=KIND, facts_of=lambda movement: movement.facts
    )
    with connection.cursor() as cursor:
        cursor.execute(WRONG_BALANCES)
        for facility_id, lot_id in cursor.fetchall():
            yield f"stock of lot {lot_id} at facility {facility_id}: its movements make another"


def movements_of(
    facility: Facility, lot: Lot, *, before: UUID | None = None, limit: int | None = None
) -> list[tuple[StockMovement, int]]:
    """Movements of a lot in a store, newest first, each with what the books then held."""
    all_of_lot = StockMovement.objects.filter(facility=facility, lot=lot)
    movements = all_of_lot
    if before is not None:
        movements = movements.filter(
            pk__lt=Subquery(all_of_lot.filter(public_id=before).values("pk"))
        )
    rows = list(movements.select_related("reverses", "reversal").order_by("-pk")[:limit])
    if not rows:
        return []
    until = all_of_lot.filter(pk__lte=rows[0].pk).with_change()
    held = until.aggregate(all=Sum("change"))["all"]
    found = []
    for movement in rows:
        found.append((movement, held))
        held -= movement.changes_store_by
    return found


def find_lot(public_id: UUID) -> Lot | None:
    return Lot.objects.select_related("vaccine").filter(public_id=public_id).first()


def lots_numbered(number: str) -> list[Lot]:
    """The lots of that number, of whichever product."""
    return list(
        Lot.objects.select_related("vaccine").filter(number=number).order_by("vaccine__position")
    )


def recalled_lots() -> list[Lot]:
    """The lots under recall, latest first."""
    return list(
        Lot.objects.under_recall().select_related("vaccine").order_by("-recalled_at", "-pk")
    )
