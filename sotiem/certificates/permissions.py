"""Who may confirm doses, and who sets who has to."""

from sotiem.accounts.facts import Role, Staff
from sotiem.facilities.models import Facility


def can_confirm_doses(by: Staff, facility: Facility) -> bool:
    """The head of the facility."""
    return by.may(Role.HEAD, facility.path)


def can_set_signatures(by: Staff) -> bool:
    """Who signs first holds for the whole country: its administrators set it."""
    return by.may(Role.ADMINISTRATOR, "vn")
