"""Who may see registrations, approve and assign them."""

from sotiem.accounts.facts import Citizen, Jurisdiction, Role, Staff
from sotiem.patients.queries import are_one_person
from sotiem.registrations.models import Organization, Registration


def is_own(by: Citizen, registration: Registration) -> bool:
    """Whoever holds the phone it was sent from sees it, and changes it; so does whoever it is
    about, and her guardian."""
    if by.phone != "" and by.phone == registration.sender_phone:
        return True
    mine, its = by.patient_id, registration.patient_id
    return mine is not None and its is not None and are_one_person(mine, its)


def speaks_for(by: Citizen, organization: Organization) -> bool:
    """Whoever holds the phone of its contact person."""
    return by.phone != "" and by.phone == organization.contact_phone


def is_hers(by: Citizen, registration: Registration) -> bool:
    """Her own, and taken over where an organization made it."""
    is_taken = registration.organization_id is None or registration.taken_over_at is not None
    return is_taken and is_own(by, registration)


def can_change(by: Citizen, registration: Registration) -> bool:
    """Its own person; the contact person of its organization, until she takes it over."""
    if registration.organization is None or registration.taken_over_at is not None:
        return is_own(by, registration)
    return speaks_for(by, registration.organization)


def can_run_list(by: Staff, list_path: str) -> bool:
    """Officers of the province, or of the country, run a province's list."""
    return by.may(Role.OFFICER, list_path)


def list_of(path: str) -> Jurisdiction:
    """The province in whose list a commune's people stand at first."""
    return Jurisdiction("/".join(path.split("/")[:2]))
