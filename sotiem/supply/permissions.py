"""Who may move stock, see it, and recall lots."""

from sotiem.accounts.facts import Role, Staff
from sotiem.facilities.models import Facility

_STEPS_TO_A_PROVINCE = 1


def can_move_stock(staff: Staff, facility: Facility) -> bool:
    """Clerks whose jurisdiction covers the facility."""
    return staff.may(Role.CLERK, facility.path)


def can_recall(staff: Staff) -> bool:
    """Officers and administrators of the country or of a province."""
    return any(
        grant.role in (Role.OFFICER, Role.ADMINISTRATOR)
        and grant.jurisdiction.path.count("/") <= _STEPS_TO_A_PROVINCE
        for grant in staff.grants
    )
