"""What can happen to lots, to stock and to what is allocated, and how it may be refused."""

from sotiem.supply.operations._move import (
    DepotGivesNoDoses,
    LotHasExpired,
    LotIsRecalled,
    MovedInTheFuture,
    NoDosesNamed,
    NotEnoughInStore,
    NotEnoughOnTheWay,
    ReasonIsMissing,
    SourceIsMissing,
)
from sotiem.supply.operations.add_up import add_up_supply, rebuild_supply
from sotiem.supply.operations.arrive import (
    receive_consignment,
    receive_whole,
    take_back_consignment,
)
from sotiem.supply.operations.count import BookHasChanged, count_stock
from sotiem.supply.operations.decide import (
    AmendedByAnotherVaccine,
    DecidedBeforeItAmends,
    DecidedInTheFuture,
    DecisionDoesNotHold,
    NobodyAllocatedTo,
    NumberIsTaken,
    StoreIsNotBelow,
    decide_allocation,
    withdraw_allocation,
)
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
from sotiem.supply.operations.send import (
    ExpectedTooEarly,
    NotOfTheDecision,
    SentToItself,
    send_consignment,
)
from sotiem.supply.operations.tell import tell_holders

__all__ = [
    "AmendedByAnotherVaccine",
    "BookHasChanged",
    "DecidedBeforeItAmends",
    "DecidedInTheFuture",
    "DecisionDoesNotHold",
    "DepotGivesNoDoses",
    "ExpectedTooEarly",
    "LotHasAnotherExpiry",
    "LotHasExpired",
    "LotIsNotRecalled",
    "LotIsRecalled",
    "LotIsRecalledAlready",
    "MoreThanDrawnUp",
    "MovedInTheFuture",
    "MovementIsReversed",
    "NoDosesNamed",
    "NobodyAllocatedTo",
    "NotEnoughInStore",
    "NotEnoughOnTheWay",
    "NotOfTheDecision",
    "NumberIsTaken",
    "ReasonIsMissing",
    "ReversalStands",
    "SentToItself",
    "SourceIsMissing",
    "StoreIsNotBelow",
    "add_up_supply",
    "count_stock",
    "decide_allocation",
    "draw_up",
    "lift_recall",
    "lose_stock",
    "put_back",
    "rebuild_supply",
    "recall_lot",
    "receive_consignment",
    "receive_stock",
    "receive_whole",
    "register_lot",
    "return_stock",
    "reverse_movement",
    "send_consignment",
    "take_back_consignment",
    "tell_holders",
    "use_stock",
    "waste_stock",
    "withdraw_allocation",
]
