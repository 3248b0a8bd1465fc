"""Who may bring in sheets of a facility."""

from sotiem.accounts.facts import Role, Staff
from sotiem.facilities.models import Facility


def can_import(staff: Staff, facility: Facility) -> bool:
    """Clerks whose jurisdiction covers the facility."""
    return staff.may(Role.CLERK, facility.path)
