"""Who may see registrations, approve and assign them."""

from sotiem.accounts.facts import Citizen, Jurisdiction, Role, Staff
from sotiem.patients.queries import are_one_person
from sotiem.registrations.models import Registration


def is_own(by: Citizen, registration: Registration) -> bool:
    """Whoever holds the phone it was sent from sees it, and changes it; so does whoever it is
    about, and her guardian."""
    if by.phone != "" and by.phone == registration.sender_phone:
        return True
    mine, its = by.patient_id, registration.patient_id
    return mine is not None and its is not None and are_one_person(mine, its)


def can_run_list(by: Staff, list_path: str) -> bool:
    """Officers of the province, or of the country, run a province's list."""
    return by.may(Role.OFFICER, list_path)


def list_of(path: str) -> Jurisdiction:
    """The province in whose list a commune's people stand at first."""
    return Jurisdiction("/".join(path.split("/")[:2]))
