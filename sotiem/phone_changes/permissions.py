"""Who may replace a phone, and who decides about it."""

from sotiem.accounts.facts import Role, Staff
from sotiem.phone_changes.models import PhoneChange


def can_replace(by: Staff) -> bool:
    """Any unit: clerks of facilities and officers, wherever the person was vaccinated."""
    return by.has(Role.CLERK) or by.has(Role.OFFICER)


def desk_of(by: Staff) -> str:
    """Where the desk stands: the clerk's facility, else the officer's unit."""
    held = (*by.jurisdictions(Role.CLERK), *by.jurisdictions(Role.OFFICER))
    return held[0].path


def can_read(by: Staff, change: PhoneChange) -> bool:
    return by.user_id == change.made_by_id or by.may(Role.OFFICER, change.path)


def can_decide(by: Staff, change: PhoneChange) -> bool:
    """An officer of that unit, and never who made the change."""
    return by.may(Role.OFFICER, change.path) and by.user_id != change.made_by_id
