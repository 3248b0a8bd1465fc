"""Who may see registrations, approve and assign them."""

from sotiem.accounts.facts import Citizen, Jurisdiction, Role, Staff
from sotiem.registrations.models import Registration


def is_own(by: Citizen, registration: Registration) -> bool:
    """Whoever holds the phone it was sent from sees it, and changes it."""
    return by.phone != "" and by.phone == registration.sender_phone


def can_run_list(by: Staff, list_path: str) -> bool:
    """Officers of the province, or of the country, run a province's list."""
    return by.may(Role.OFFICER, list_path)


def list_of(path: str) -> Jurisdiction:
    """The province in whose list a commune's people stand at first."""
    return Jurisdiction("/".join(path.split("/")[:2]))
