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


class PostponeReason(StrEnum):
    """Why a dose is put off: the families of the screening form (3802, 5785/QĐ-BYT)."""

    FEVER = "fever"
    ACUTE_ILLNESS = "acute_illness"
    CHRONIC_ILLNESS = "chronic_illness"  # not stable
    VITAL_SIGNS = "vital_signs"  # blood pressure, pulse, breathing
    PREGNANT = "pregnant"  # less than 13 weeks
    INFECTED = "infected"  # ill with what the vaccine is against, or just over it
    CONTACT = "contact"  # a contact of somebody ill, in quarantine
    OTHER_VACCINE = "other_vaccine"  # given a short while ago
    WEAK_IMMUNITY = "weak_immunity"  # by a disease or its treatment
    TO_HOSPITAL = "to_hospital"  # to be vaccinated in a hospital
    OTHER = "other"  # told in a note that stays on the board


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
