from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.facilities.models import Facility
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.supply.facts import Counted
from sotiem.supply.models import StockBalance, StockMovement
from sotiem.supply.operations._move import Move, lock_balance, move, sent_before
from sotiem.supply.permissions import can_move_stock
from sotiem.supply.states import MovementKind


class BookHasChanged(Refusal):
    """Stock was moved while it was being counted; details: lot."""


@transaction.atomic
def count_stock(
    *,
    facility: Facility,
    counts: Sequence[Counted],
    counted_on: date,
    submission_key: UUID,
    by: Staff,
    at: datetime,
) -> list[StockMovement]:
    """Bring the books to what was counted; each difference is a movement with its reason."""
    require(can_move_stock(by, facility))
    moved = []
    for each in sorted(counts, key=lambda one: one.lot.pk):
        balance = lock_balance(facility, each.lot)
        movement = _settle(
            each,
            facility=facility,
            balance=balance,
            on=counted_on,
            key=submission_key,
            by=by,
            at=at,
        )
        moved += [movement] if movement else []
    audit.record("stock.counted", facility, by=by, at=at, lots=len(counts), differences=len(moved))
    return moved


def _settle(
    told: Counted,
    *,
    facility: Facility,
    balance: StockBalance,
    on: date,
    key: UUID,
    by: Staff,
    at: datetime,
) -> StockMovement | None:
    """Write the difference of one lot, if there is one."""
    difference = told.counted - told.booked
    if difference == 0:
        return None
    is_more = difference > 0
    what = Move(
        facility=facility,
        lot=told.lot,
        kind=MovementKind.COUNTED_MORE if is_more else MovementKind.COUNTED_LESS,
        doses=abs(difference),
        moved_on=on,
        submission_key=uuid5(key, str(told.lot.public_id)),
        reason=told.reason,
    )
    if sent_before(what) is None and balance.doses != told.booked:
        raise BookHasChanged(lot=told.lot.number)
    return move(what, balance=balance, by=by, at=at)
