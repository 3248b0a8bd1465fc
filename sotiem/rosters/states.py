"""The life of an organization's file, and the fate of a row."""

from enum import StrEnum
from typing import Final


class RosterStatus(StrEnum):
    CHECKING = "checking"
    REFUSED = "refused"  # the file as a whole cannot be read; `problem` says why
    READY = "ready"  # every row is checked; waits for its contact person
    REPLACED = "replaced"  # a mended file came, or it was laid aside
    SENDING = "sending"
    SENT = "sent"


MOVES: Final[dict[RosterStatus, frozenset[RosterStatus]]] = {
    RosterStatus.CHECKING: frozenset(
        {RosterStatus.REFUSED, RosterStatus.READY, RosterStatus.REPLACED}
    ),
    RosterStatus.REFUSED: frozenset({RosterStatus.REPLACED}),
    RosterStatus.READY: frozenset({RosterStatus.SENDING, RosterStatus.REPLACED}),
    RosterStatus.REPLACED: frozenset(),
    RosterStatus.SENDING: frozenset({RosterStatus.SENT}),
    RosterStatus.SENT: frozenset(),
}
DRAFTS: Final = (RosterStatus.CHECKING, RosterStatus.REFUSED, RosterStatus.READY)
AT_WORK: Final = frozenset({RosterStatus.CHECKING, RosterStatus.SENDING})


class Fate(StrEnum):
    """What becomes of a row."""

    NEW = "new"  # will be registered
    LISTED = "listed"  # the organization has registered her already
    TWICE = "twice"  # an earlier row of the file names the same person
    REFUSED = "refused"
    SENT = "sent"


NOTED: Final = "noted"  # counted beside the fates: new rows in which something is told


def may_move(status: RosterStatus, to: RosterStatus) -> bool:
    return to in MOVES[status]
