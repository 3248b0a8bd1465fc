"""Doses that a session draws up, gives back, or has to throw away."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation.refusals import Refusal
from sotiem.supply.models import Lot, StockMovement
from sotiem.supply.operations._move import Move, lock_balance, move, require_usable, sent_before
from sotiem.supply.queries import stock_of_lot_in_session
from sotiem.supply.states import MovementKind


class MoreThanDrawnUp(Refusal):
    """A session cannot give back or waste more than it has in hand; details: lot, asked, there."""


@transaction.atomic
def draw_up(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    session: UUID,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement:
    """Take doses from the store to a session."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.DRAWN_UP,
        doses=doses,
        moved_on=timezone.localdate(at),
        submission_key=submission_key,
        session=session,
    )
    balance = lock_balance(facility, lot)
    if sent_before(what) is None:
        require_usable(lot, what.moved_on)
    return move(what, balance=balance, by=by, at=at)


@transaction.atomic
def put_back(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    session: UUID,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement:
    """Bring doses that a session did not open back to the store."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.PUT_BACK,
        doses=doses,
        moved_on=timezone.localdate(at),
        submission_key=submission_key,
        session=session,
    )
    return _move_out_of_session(what, by=by, at=at)


@transaction.atomic
def waste_stock(
    *,
    facility: Facility,
    lot: Lot,
    doses: int,
    session: UUID,
    reason: str,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement:
    """Write down doses that a session drew up and nobody got."""
    what = Move(
        facility=facility,
        lot=lot,
        kind=MovementKind.WASTED,
        doses=doses,
        moved_on=timezone.localdate(at),
        submission_key=submission_key,
        session=session,
        reason=reason,
    )
    return _move_out_of_session(what, by=by, at=at)


def _move_out_of_session(what: Move, *, by: Staff, at: datetime) -> StockMovement:
    balance = lock_balance(what.facility, what.lot)
    if sent_before(what) is None:
        require_in_hand(what, what.doses)
    return move(what, balance=balance, by=by, at=at)


def require_in_hand(what: Move, doses: int) -> None:
    """Refuse to take more out of a session than it has of the lot."""
    assert what.session is not None
    there = stock_of_lot_in_session(what.session, what.facility, what.lot).given
    if doses > there:
        raise MoreThanDrawnUp(lot=what.lot.number, asked=doses, there=there)
