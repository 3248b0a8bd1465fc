"""The life of a decision on many doses at once."""

from enum import StrEnum
from typing import Final


class BulkState(StrEnum):
    PLANNED = "planned"  # being tried out: nothing changes yet
    TRIED = "tried"  # it is known what would happen to each dose
    AWAITING_SECOND = "awaiting_second"  # so many that a second officer must agree
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"


MOVES: Final[dict[BulkState, frozenset[BulkState]]] = {
    BulkState.PLANNED: frozenset({BulkState.TRIED, BulkState.CANCELLED}),
    BulkState.TRIED: frozenset({BulkState.AWAITING_SECOND, BulkState.RUNNING, BulkState.CANCELLED}),
    BulkState.AWAITING_SECOND: frozenset({BulkState.RUNNING, BulkState.CANCELLED}),
    BulkState.RUNNING: frozenset({BulkState.DONE}),
    BulkState.DONE: frozenset({BulkState.UNDOING}),
    BulkState.UNDOING: frozenset({BulkState.UNDONE}),
    BulkState.UNDONE: frozenset(),
    BulkState.CANCELLED: frozenset(),
}

# While one of these stands, nobody decides the same error a second time.
UNDER_WAY: Final = (
    BulkState.PLANNED,
    BulkState.TRIED,
    BulkState.AWAITING_SECOND,
    BulkState.RUNNING,
    BulkState.UNDOING,
)
AT_WORK: Final = frozenset({BulkState.PLANNED, BulkState.RUNNING, BulkState.UNDOING})


def may_move(state: BulkState, to: BulkState) -> bool:
    return to in MOVES[state]
