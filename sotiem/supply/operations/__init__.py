"""What can happen to lots and to stock, and how it may be refused."""

from sotiem.supply.operations._move import (
    LotHasExpired,
    LotIsRecalled,
    MovedInTheFuture,
    NoDosesNamed,
    NotEnoughInStore,
    ReasonIsMissing,
)
from sotiem.supply.operations.count import BookHasChanged, count_stock
from sotiem.supply.operations.for_session import MoreThanDrawnUp, draw_up, put_back, waste_stock
from sotiem.supply.operations.in_store import lose_stock, receive_stock, return_stock, use_stock
from sotiem.supply.operations.recall import (
    LotIsNotRecalled,
    LotIsRecalledAlready,
    lift_recall,
    recall_lot,
)
from sotiem.supply.operations.register_lot import LotHasAnotherExpiry, register_lot
from sotiem.supply.operations.reverse import MovementIsReversed, ReversalStands, reverse_movement

__all__ = [
    "BookHasChanged",
    "LotHasAnotherExpiry",
    "LotHasExpired",
    "LotIsNotRecalled",
    "LotIsRecalled",
    "LotIsRecalledAlready",
    "MoreThanDrawnUp",
    "MovedInTheFuture",
    "MovementIsReversed",
    "NoDosesNamed",
    "NotEnoughInStore",
    "ReasonIsMissing",
    "ReversalStands",
    "count_stock",
    "draw_up",
    "lift_recall",
    "lose_stock",
    "put_back",
    "recall_lot",
    "receive_stock",
    "register_lot",
    "return_stock",
    "reverse_movement",
    "use_stock",
    "waste_stock",
]
