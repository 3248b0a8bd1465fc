"""The life of a report."""

from enum import StrEnum
from typing import Final


class ReportStatus(StrEnum):
    SUBMITTED = "submitted"  # acknowledged; waits for an officer
    UNDER_REVIEW = "under_review"  # an officer has taken it up
    WAITING_FOR_FACILITY = "waiting_for_facility"  # the facility was asked; the clock goes on
    AWAITING_SECOND = "awaiting_second"  # one officer agreed; a second one must
    JOINED = "joined"  # says the same as an earlier one, and ends with it
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by its sender


MOVES: Final[dict[ReportStatus, frozenset[ReportStatus]]] = {
    ReportStatus.SUBMITTED: frozenset(
        {
            ReportStatus.UNDER_REVIEW,
            ReportStatus.WAITING_FOR_FACILITY,
            ReportStatus.WITHDRAWN,
        }
    ),
    ReportStatus.UNDER_REVIEW: frozenset(
        {
            ReportStatus.SUBMITTED,  # put back, or sent to another unit
            ReportStatus.WAITING_FOR_FACILITY,
            ReportStatus.AWAITING_SECOND,
            ReportStatus.ACCEPTED,
            ReportStatus.REFUSED,
            ReportStatus.WITHDRAWN,
        }
    ),
    ReportStatus.WAITING_FOR_FACILITY: frozenset(
        {ReportStatus.SUBMITTED, ReportStatus.UNDER_REVIEW, ReportStatus.WITHDRAWN}
    ),
    ReportStatus.AWAITING_SECOND: frozenset(
        {ReportStatus.ACCEPTED, ReportStatus.REFUSED, ReportStatus.WITHDRAWN}
    ),
    ReportStatus.JOINED: frozenset({ReportStatus.WITHDRAWN}),
    ReportStatus.ACCEPTED: frozenset(),
    ReportStatus.REFUSED: frozenset({ReportStatus.SUBMITTED}),  # appealed, or opened again
    ReportStatus.WITHDRAWN: frozenset(),
}

# What follows without an officer who holds the report: the machine joins and answers, a joined one
# ends with the one before it, an answer is contradicted or taken back.
FOLLOWS: Final[dict[ReportStatus, frozenset[ReportStatus]]] = {
    ReportStatus.SUBMITTED: frozenset({ReportStatus.JOINED, ReportStatus.ACCEPTED}),
    ReportStatus.JOINED: frozenset(
        {ReportStatus.SUBMITTED, ReportStatus.ACCEPTED, ReportStatus.REFUSED}
    ),
    ReportStatus.ACCEPTED: frozenset({ReportStatus.SUBMITTED}),
}

# In order: an index is made of them, and its migration must not change from run to run.
OPEN: Final = (
    ReportStatus.SUBMITTED,
    ReportStatus.UNDER_REVIEW,
    ReportStatus.WAITING_FOR_FACILITY,
    ReportStatus.AWAITING_SECOND,
)
DECIDED: Final = (ReportStatus.ACCEPTED, ReportStatus.REFUSED)


def may_move(status: ReportStatus, to: ReportStatus) -> bool:
    return to in MOVES[status]
