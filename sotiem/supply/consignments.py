"""Reads of what is on the way, and of what came of it."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet, Subquery, Sum

from sotiem.facilities.models import Facility
from sotiem.supply.models import Consignment, ConsignmentItem, Lot, StockMovement


def find_consignment(public_id: UUID) -> Consignment | None:
    return _whole(Consignment.objects.filter(public_id=public_id)).first()


def on_the_way_to(store: Facility) -> list[Consignment]:
    """What a store has yet to receive, what is expected first in front."""
    coming = Consignment.objects.on_the_way().filter(to_store=store)
    return list(_whole(coming).order_by("expected_on", "pk"))


def on_the_way_from(store: Facility) -> list[Consignment]:
    """What a store sent and nobody has received yet."""
    gone = Consignment.objects.on_the_way().filter(from_store=store)
    return list(_whole(gone).order_by("expected_on", "pk"))


def on_the_way_within(path: str, *, limit: int) -> list[Consignment]:
    """What is on the way to stores of a place, what is expected first in front."""
    coming = Consignment.objects.on_the_way().filter(_to(path))
    return list(_whole(coming).order_by("expected_on", "pk")[:limit])


def overdue_within(path: str, *, on: date) -> int:
    """How many consignments to stores of a place should have arrived before a day."""
    return Consignment.objects.overdue(on).filter(_to(path)).count()


def consignments_of(
    store: Facility, *, before: UUID | None = None, limit: int
) -> list[Consignment]:
    """All that a store ever sent or was sent, the latest first."""
    all_of_store = Consignment.objects.filter(Q(from_store=store) | Q(to_store=store))
    if before is not None:
        seen = Consignment.objects.filter(public_id=before).values("pk")
        all_of_store = all_of_store.filter(pk__lt=Subquery(seen))
    return list(_whole(all_of_store.newest_first())[:limit])


def movements_in(consignments: Iterable[Consignment]) -> list[StockMovement]:
    """What moved in these consignments, the first in front."""
    keys = [consignment.pk for consignment in consignments]
    movements = StockMovement.objects.filter(item__consignment__in=keys)
    return list(movements.select_related("facility", "lot__vaccine", "reversal").order_by("pk"))


def lot_on_the_way(lot: Lot) -> dict[int, int]:
    """How many doses of a lot are on the way, by the key of the store to which they go."""
    items = ConsignmentItem.objects.filter(lot=lot, on_way__gt=0)
    rows = items.values_list("consignment__to_store").order_by()
    return dict(rows.annotate(all=Sum("on_way")))


def _to(path: str) -> Q:
    return Q(to_store__path__startswith=f"{path}/")


def _whole(consignments: QuerySet[Consignment]) -> QuerySet[Consignment]:
    items = ConsignmentItem.objects.select_related("lot__vaccine").order_by("lot_id")
    return consignments.select_related("from_store", "to_store", "under__vaccine").prefetch_related(
        Prefetch("items", items)
    )
