"""How far a registration is."""

from enum import StrEnum
from typing import Final


class RegistrationState(StrEnum):
    RECEIVED = "received"
    APPROVED = "approved"  # by the province
    ASSIGNED = "assigned"  # to a facility, which calls people
    INVITED = "invited"  # has a seat, and is asked to say whether she comes
    CONFIRMED = "confirmed"  # will come
    VACCINATED = "vaccinated"  # at that seat
    WITHDRAWN = "withdrawn"  # will not come, and says why


WAITING: Final = (
    RegistrationState.RECEIVED,
    RegistrationState.APPROVED,
    RegistrationState.ASSIGNED,
)


# Who has a seat at a session, and is in no line.
CALLED: Final = (RegistrationState.INVITED, RegistrationState.CONFIRMED)


class WithdrawnBecause(StrEnum):
    """Why somebody will not come."""

    VACCINATED_ELSEWHERE = "vaccinated_elsewhere"
    MOVED = "moved"
    ILL = "ill"
    NOT_WANTED = "not_wanted"
    BY_MISTAKE = "by_mistake"


# What an organization may say of somebody: nothing of her health.
SAID_BY_ORGANIZATION: Final = (
    WithdrawnBecause.MOVED,
    WithdrawnBecause.NOT_WANTED,
    WithdrawnBecause.BY_MISTAKE,
)


class OrganizationKind(StrEnum):
    COMPANY = "company"
    SCHOOL = "school"
    PUBLIC_OFFICE = "public_office"
    HEALTH = "health"
    OTHER = "other"
