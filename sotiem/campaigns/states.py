"""The life of a session and of somebody's place in it."""

from enum import StrEnum
from typing import Final


class SessionStatus(StrEnum):
    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"  # nothing more is entered; waits for the head of the facility
    CONFIRMED = "confirmed"  # the head of the facility vouches for it
    CANCELLED = "cancelled"


class AppointmentState(StrEnum):
    CALLED = "called"
    CHECKED_IN = "checked_in"
    SCREENED = "screened"
    VACCINATED = "vaccinated"  # under observation
    OBSERVED = "observed"  # stayed as long as they should
    LEFT = "left"  # left before that
    POSTPONED = "postponed"
    REFUSED = "refused"


class AppointmentSource(StrEnum):
    REGISTRATION = "registration"
    SHEET = "sheet"
    WALK_IN = "walk_in"


class Duty(StrEnum):
    CLERK = "clerk"
    SCREENER = "screener"
    VACCINATOR = "vaccinator"
    OBSERVER = "observer"


class TaskStatus(StrEnum):
    OPEN = "open"
    SOLVED = "solved"
    DROPPED = "dropped"


class EntryOutcome(StrEnum):
    RECORDED = "recorded"
    WAITING = "waiting"  # a person must look first
    DROPPED = "dropped"  # somebody said it is no dose


_NOT_YET: Final = frozenset(
    {AppointmentState.CALLED, AppointmentState.CHECKED_IN, AppointmentState.SCREENED}
)
# Where somebody may go from a state by hand. Being vaccinated comes with the dose alone.
MOVES: Final[dict[AppointmentState, frozenset[AppointmentState]]] = {
    AppointmentState.CALLED: frozenset(
        {AppointmentState.CHECKED_IN, AppointmentState.POSTPONED, AppointmentState.REFUSED}
    ),
    AppointmentState.CHECKED_IN: frozenset(
        {
            AppointmentState.CALLED,
            AppointmentState.SCREENED,
            AppointmentState.POSTPONED,
            AppointmentState.REFUSED,
        }
    ),
    AppointmentState.SCREENED: frozenset(
        {AppointmentState.CHECKED_IN, AppointmentState.POSTPONED, AppointmentState.REFUSED}
    ),
    AppointmentState.VACCINATED: frozenset({AppointmentState.OBSERVED, AppointmentState.LEFT}),
    AppointmentState.OBSERVED: frozenset({AppointmentState.VACCINATED}),
    AppointmentState.LEFT: frozenset({AppointmentState.VACCINATED}),
    AppointmentState.POSTPONED: _NOT_YET,
    AppointmentState.REFUSED: _NOT_YET,
}
NEEDS_A_REASON: Final = frozenset({AppointmentState.POSTPONED, AppointmentState.REFUSED})
SET_ASIDE: Final = NEEDS_A_REASON
NOT_YET_VACCINATED: Final = _NOT_YET
SESSION_MOVES: Final[dict[SessionStatus, frozenset[SessionStatus]]] = {
    SessionStatus.PLANNED: frozenset({SessionStatus.OPEN, SessionStatus.CANCELLED}),
    SessionStatus.OPEN: frozenset({SessionStatus.CLOSED, SessionStatus.CANCELLED}),
    SessionStatus.CLOSED: frozenset({SessionStatus.OPEN, SessionStatus.CONFIRMED}),
    SessionStatus.CONFIRMED: frozenset(),
    SessionStatus.CANCELLED: frozenset(),
}
