"""A consignment comes to its store, whole or not, or back to where it was sent."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from uuid import UUID, uuid5

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import require
from sotiem.supply.facts import Arrived
from sotiem.supply.models import Consignment, ConsignmentItem, StockBalance, StockMovement
from sotiem.supply.operations._move import Move, lock_balance, move
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.states import MovementKind


@transaction.atomic
def receive_whole(
    *, consignment: Consignment, moved_on: date, submission_key: UUID, by: Staff, at: datetime
) -> list[StockMovement]:
    """Put all that is on the way into the store: everything is right. Twice is once."""
    require(can_move_stock(by, consignment.to_store))
    tell = partial(_moved, MovementKind.ARRIVED, moved_on=moved_on, key=submission_key)
    return _all_on_way(consignment, consignment.to_store, tell, by=by, at=at)


@transaction.atomic
def receive_consignment(
    *,
    consignment: Consignment,
    found: Sequence[Arrived],
    moved_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> list[StockMovement]:
    """Put what arrived into the store, and write off what is missing or broken, with its reason."""
    require(can_move_stock(by, consignment.to_store))
    require(all(each.item.consignment_id == consignment.pk for each in found))
    moved = []
    for each in sorted(found, key=lambda one: one.item.lot_id):
        balance = lock_balance(consignment.to_store, each.item.lot)
        moved += _received(each, balance, moved_on, submission_key, by=by, at=at)
    return moved


@transaction.atomic
def take_back_consignment(
    *,
    consignment: Consignment,
    reason: str,
    moved_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> list[StockMovement]:
    """Put all that did not arrive back into the store that sent it. Twice is once."""
    require(can_move_stock(by, consignment.from_store))
    tell = partial(
        _moved,
        MovementKind.CAME_BACK,
        moved_on=moved_on,
        key=submission_key,
        reason=reason,
    )
    return _all_on_way(consignment, consignment.from_store, tell, by=by, at=at)


def _all_on_way(
    consignment: Consignment,
    store: Facility,
    tell: Callable[[ConsignmentItem, int], Move],
    *,
    by: Staff,
    at: datetime,
) -> list[StockMovement]:
    """Move all that is on the way into a store; `tell` says of each lot how."""
    moved = []
    for item in _items_of(consignment):
        balance = lock_balance(store, item.lot)
        left = ConsignmentItem.objects.select_for_update().get(pk=item.pk).on_way
        if left:
            moved.append(move(tell(item, left), balance=balance, by=by, at=at))
    return moved


def _received(
    found: Arrived,
    balance: StockBalance,
    moved_on: date,
    key: UUID,
    *,
    by: Staff,
    at: datetime,
) -> list[StockMovement]:
    told = []
    if found.arrived:
        told.append(_moved(MovementKind.ARRIVED, found.item, found.arrived, moved_on, key))
    if found.lost:
        kind = MovementKind.LOST_ON_WAY
        told.append(_moved(kind, found.item, found.lost, moved_on, key, found.reason))
    return [move(each, balance=balance, by=by, at=at) for each in told]


def _moved(
    kind: MovementKind,
    item: ConsignmentItem,
    doses: int,
    moved_on: date,
    key: UUID,
    reason: str = "",
) -> Move:
    return Move(
        facility=_store_of(kind, item.consignment),
        lot=item.lot,
        kind=kind,
        doses=doses,
        moved_on=moved_on,
        submission_key=uuid5(key, f"{item.lot.public_id} {kind}"),
        reason=reason,
        document=item.consignment.document,
        item=item,
    )


def _store_of(kind: MovementKind, consignment: Consignment) -> Facility:
    back = kind == MovementKind.CAME_BACK
    return consignment.from_store if back else consignment.to_store


def _items_of(consignment: Consignment) -> list[ConsignmentItem]:
    """Its lots, always in the order in which stores are locked."""
    items = consignment.items.select_related(
        "lot__vaccine", "consignment__from_store", "consignment__to_store"
    )
    return list(items.order_by("lot_id"))
