"""Who may move stock, see it, decide where it goes, and recall lots."""

from sotiem.accounts.facts import Jurisdiction, Role, Staff, paths_within
from sotiem.facilities.models import Facility
from sotiem.facilities.permissions import is_country_or_province

_DECIDE = (Role.OFFICER, Role.ADMINISTRATOR)


def can_move_stock(staff: Staff, facility: Facility) -> bool:
    """Clerks of the facility; of a depot its keepers, who do nothing else."""
    return staff.may(Role.KEEPER if facility.is_depot else Role.CLERK, facility.path)


def keeps_store(staff: Staff, store: Facility) -> bool:
    """Who moves its stock, and the head of the facility."""
    is_head = not store.is_depot and staff.may(Role.HEAD, store.path)
    return is_head or can_move_stock(staff, store)


def can_see_store(staff: Staff, store: Facility) -> bool:
    """Who keeps the store, and who decides for the place in which it lies."""
    decides = any(Jurisdiction(path).covers(store.path) for path in areas_decided_by(staff))
    return decides or keeps_store(staff, store)


def can_see_consignment(staff: Staff, from_store: Facility, to_store: Facility) -> bool:
    """Whoever may see one of its ends."""
    return can_see_store(staff, from_store) or can_see_store(staff, to_store)


def areas_decided_by(staff: Staff) -> tuple[str, ...]:
    """The country or the provinces for which somebody decides where vaccine goes."""
    held = [
        grant.jurisdiction
        for grant in staff.grants
        if grant.role in _DECIDE and is_country_or_province(grant.jurisdiction.path)
    ]
    return paths_within(held)


def can_decide(staff: Staff, path: str) -> bool:
    """Officers and administrators of the country, or of the province that decides."""
    return is_country_or_province(path) and any(staff.may(role, path) for role in _DECIDE)


def can_recall(staff: Staff) -> bool:
    """Officers and administrators of the country or of a province."""
    return bool(areas_decided_by(staff))
