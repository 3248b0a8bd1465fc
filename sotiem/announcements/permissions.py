"""Who sees an announcement, and who decides on it."""

from sotiem.accounts.facts import Citizen, Jurisdiction, Role, Staff
from sotiem.announcements.models import Announcement
from sotiem.facilities.permissions import can_license

_AT_A_FACILITY = (Role.CLERK, Role.HEAD)


def is_own(by: Citizen, announcement: Announcement) -> bool:
    """Whoever holds the phone it was announced from."""
    return by.phone != "" and by.phone == announcement.phone


def can_see(by: Staff, announcement: Announcement) -> bool:
    """Officers of its province, or of the country."""
    return can_license(by, announcement.path)


def is_theirs(by: Staff, announcement: Announcement) -> bool:
    """Whether a member of staff announced it, or works at the facility it is about."""
    if announcement.announced_by == str(by):
        return True
    facility = announcement.facility
    return facility is not None and any(
        grant.role in _AT_A_FACILITY and grant.jurisdiction.path == facility.path
        for grant in by.grants
    )


def run_by(by: Staff) -> tuple[Jurisdiction, ...]:
    """The provinces, or the country, whose announcements an officer answers."""
    return tuple(each for each in by.jurisdictions(Role.OFFICER) if can_license(by, each.path))
