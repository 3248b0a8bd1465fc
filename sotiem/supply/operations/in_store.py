"""Doses that come into a store, leave it, or are not there."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.supply.models import Lot, StockMovement
from sotiem.supply.operations._move import Move, lock_balance, move, require_usable, sent_before
from sotiem.supply.states import MovementKind


@transaction.atomic
def receive_stock(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    document: str,
    moved_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
    source: str = "",
    giver: str = "",
) -> StockMovement:
    """Put doses that came from outside into the store; a depot says its source, and of whom."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.RECEIVED,
        doses=doses,
        moved_on=moved_on,
        submission_key=submission_key,
        document=document,
        source=source,
        giver=giver,
    )
    return move(what, balance=lock_balance(facility, lot), by=by, at=at)


@transaction.atomic
def return_stock(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    document: str,
    reason: str,
    moved_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement:
    """Give doses back to who delivered them."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.RETURNED,
        doses=doses,
        moved_on=moved_on,
        submission_key=submission_key,
        document=document,
        reason=reason,
    )
    return move(what, balance=lock_balance(facility, lot), by=by, at=at)


@transaction.atomic
def lose_stock(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    reason: str,
    moved_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement:
    """Take doses that broke, warmed or went missing in the store out of the books."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.LOST,
        doses=doses,
        moved_on=moved_on,
        submission_key=submission_key,
        reason=reason,
    )
    return move(what, balance=lock_balance(facility, lot), by=by, at=at)


@transaction.atomic
def use_stock(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    moved_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
    reason: str = "",
) -> StockMovement:
    """Take doses out that were given on a day without a session board."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.USED,
        doses=doses,
        moved_on=moved_on,
        submission_key=submission_key,
        reason=reason,
    )
    balance = lock_balance(facility, lot)
    if sent_before(what) is None:
        require_usable(lot, moved_on)
    return move(what, balance=balance, by=by, at=at)
