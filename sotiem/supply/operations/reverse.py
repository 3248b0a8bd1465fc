from datetime import datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.foundation.refusals import Refusal
from sotiem.supply.models import StockMovement
from sotiem.supply.operations._move import Move, ReasonIsMissing, lock_balance, move, sent_before
from sotiem.supply.operations.for_session import require_in_hand
from sotiem.supply.states import MovementKind


class MovementIsReversed(Refusal):
    """A movement is reversed once."""


class ReversalStands(Refusal):
    """A reversal is not reversed: the movement is written anew."""


@transaction.atomic
def reverse_movement(
    *, movement: StockMovement, reason: str, submission_key: UUID, by: Staff, at: datetime
) -> StockMovement:
    """Undo a mistaken movement by one that goes the other way, and names it."""
    what = Move(
        facility=movement.facility,
        lot=movement.lot,
        kind=MovementKind(movement.kind),
        doses=movement.doses,
        moved_on=movement.moved_on,
        submission_key=submission_key,
        session=movement.session,
        reason=reason,
        document=movement.document,
        item=movement.item,
        source=movement.source,
        giver=movement.giver,
        reverses=movement,
    )
    balance = lock_balance(movement.facility, movement.lot)
    if sent_before(what) is None:
        _require_reversible(movement, reason)
        if movement.kind == MovementKind.DRAWN_UP:
            require_in_hand(what, movement.doses)
    return move(what, balance=balance, by=by, at=at)


def _require_reversible(movement: StockMovement, reason: str) -> None:
    if movement.reverses_id is not None:
        raise ReversalStands
    if StockMovement.objects.filter(reverses=movement).exists():
        raise MovementIsReversed
    if not reason.strip():
        raise ReasonIsMissing
