"""Reads of stock used by pages, by sessions and by those who look whether doses were entered."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import reduce
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import Case, CharField, F, Q, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of
from sotiem.supply.facts import LotByLevel, LotInStore, SessionStock, UsedOnDay
from sotiem.supply.models import ConsignmentItem, Lot, StockBalance, StockMovement
from sotiem.supply.rules import why_unusable
from sotiem.supply.states import MovementKind

_PROVINCE_DIGITS: Final = 2
_GIVEN: Final = (MovementKind.USED, MovementKind.DRAWN_UP)
_NOT_GIVEN: Final = (MovementKind.PUT_BACK, MovementKind.WASTED)


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
    rows = list(
        movements.select_related("reverses", "reversal", "item__consignment").order_by("-pk")[
            :limit
        ]
    )
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


def stock_by_level(path: str, *, on: date, only: Lot | None = None) -> list[LotByLevel]:
    """The lots that are in a place or on the way to it, those that expire first in front."""
    of_lots = Q(lot=only) if only else Q()
    level = Case(
        When(facility__is_depot=False, then=Value("facility")),
        When(facility__path__contains=":", then=Value("province")),
        default=Value("country"),
        output_field=CharField(),
    )
    held = StockBalance.objects.filter(of_lots, _below("facility__path", path), doses__gt=0)
    found: dict[int, dict[str, int]] = {}
    rows = held.values_list("lot", level).order_by().annotate(all=Sum("doses"))
    for lot, name, doses in rows:
        found.setdefault(lot, {})[name] = doses
    goes_there = _below("consignment__to_store__path", path)
    coming = ConsignmentItem.objects.filter(of_lots, goes_there)
    coming = coming.filter(on_way__gt=0)
    for lot, doses in coming.values_list("lot").order_by().annotate(all=Sum("on_way")):
        found.setdefault(lot, {})["on_way"] = doses
    lots = Lot.objects.filter(pk__in=found).select_related("vaccine")
    return [
        LotByLevel(lot, why_not=why_unusable(lot, on), **found[lot.pk])
        for lot in lots.order_by("expires_on", "number", "pk")
    ]


def balances_within(path: str) -> Iterator[StockBalance]:
    """Every lot in every store of a place, by store, those that expire first in front."""
    held = StockBalance.objects.filter(_below("facility__path", path), doses__gt=0)
    rows = held.select_related("facility", "lot__vaccine")
    return rows.order_by("facility__code", "lot__expires_on", "pk").iterator(chunk_size=1_000)


def stores_within(path: str, *, after: str = "", limit: int) -> list[tuple[Facility, int]]:
    """The stores of a place that have something, each with all its doses, by code."""
    held = StockBalance.objects.filter(
        _below("facility__path", path), doses__gt=0, facility__code__gt=after
    )
    rows = held.values_list("facility").order_by("facility__code").annotate(all=Sum("doses"))
    found = list(rows[:limit])
    stores = Facility.stores.in_bulk([pk for pk, _ in found])
    return [(stores[pk], doses) for pk, doses in found]


def depots_of(path: str) -> list[Facility]:
    """The depots in a place, the country's first."""
    depots = Facility.stores.filter(_below("path", path), is_depot=True)
    return sorted(depots.order_by("code"), key=lambda depot: depot.path.count("/"))


def find_store(code: str) -> Facility | None:
    """A facility or a depot by its code; of a province's code the depot, where it has one."""
    return stores_coded([code]).get(code)


def stores_coded(codes: Iterable[str]) -> dict[str, Facility]:
    """The stores of these codes; the code of a province stands for its first depot."""
    asked = set(codes)
    found = {store.code: store for store in Facility.stores.filter(code__in=asked)}
    for province in sorted(asked - found.keys()):
        if len(province) == _PROVINCE_DIGITS and province.isdecimal():
            depots = Facility.stores.filter(path__startswith=f"vn/2025:{province}/", is_depot=True)
            if (depot := depots.order_by("code").first()) is not None:
                found[province] = depot
    return found


def stores_to_allocate_to(path: str, *, limit: int) -> list[Facility]:
    """To whom a place gives: the country to the depots of provinces, a province to facilities."""
    if path == "vn":
        depots = Facility.stores.filter(is_depot=True, path__contains=":")
        return list(depots.order_by("code")[:limit])
    return list(Facility.objects.filter(_below("path", path)).order_by("code")[:limit])


def _below(column: str, path: str) -> Q:
    return Q((f"{column}__startswith", f"{path}/"))
