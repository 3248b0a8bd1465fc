"""The life of a sheet of corrections, and the fate of a row."""

from enum import StrEnum
from typing import Final


class SheetStatus(StrEnum):
    CHECKING = "checking"
    REFUSED = "refused"  # the file as a whole cannot be read; `problem` says why
    READY = "ready"  # every row is checked; waits for its officer
    AWAITING_SECOND = "awaiting_second"  # some row opens a record: a second officer must agree
    COMMITTING = "committing"
    COMMITTED = "committed"
    CANCELLED = "cancelled"
    UNDOING = "undoing"
    UNDONE = "undone"


MOVES: Final[dict[SheetStatus, frozenset[SheetStatus]]] = {
    SheetStatus.CHECKING: frozenset({SheetStatus.REFUSED, SheetStatus.READY}),
    SheetStatus.REFUSED: frozenset(),
    SheetStatus.READY: frozenset(
        {SheetStatus.AWAITING_SECOND, SheetStatus.COMMITTING, SheetStatus.CANCELLED}
    ),
    SheetStatus.AWAITING_SECOND: frozenset({SheetStatus.COMMITTING, SheetStatus.CANCELLED}),
    SheetStatus.COMMITTING: frozenset(
        {SheetStatus.COMMITTED, SheetStatus.READY}  # its officer may no longer
    ),
    SheetStatus.COMMITTED: frozenset({SheetStatus.UNDOING}),
    SheetStatus.CANCELLED: frozenset(),
    SheetStatus.UNDOING: frozenset({SheetStatus.UNDONE, SheetStatus.COMMITTED}),
    SheetStatus.UNDONE: frozenset(),
}
AT_WORK: Final = frozenset({SheetStatus.CHECKING, SheetStatus.COMMITTING, SheetStatus.UNDOING})
# Nothing came of these: the same file may come again.
CAME_TO_NOTHING: Final = (SheetStatus.REFUSED, SheetStatus.CANCELLED, SheetStatus.UNDONE)


class Fate(StrEnum):
    """What becomes of one correction of a row."""

    CHANGES = "changes"  # the record will be corrected
    SAME = "same"  # the record says so already
    REFUSED = "refused"
    DONE = "done"
    UNDONE = "undone"
    KEPT = "kept"  # not undone: somebody changed it since


def may_move(status: SheetStatus, to: SheetStatus) -> bool:
    return to in MOVES[status]
