"""Who gives and ends a right. What is not allowed here is refused."""

from datetime import datetime

from sotiem.accounts.facts import Citizen, Role, Staff
from sotiem.foundation.actors import Actor
from sotiem.guardians.facts import EndedBecause
from sotiem.guardians.models import Guardianship
from sotiem.guardians.queries import guardians_of
from sotiem.matching.permissions import people_seen_by
from sotiem.patients.queries import are_one_person


def can_grant(by: Staff, ward_id: int) -> bool:
    """Officers, over people who live or were vaccinated in their jurisdiction."""
    return by.has(Role.OFFICER) and ward_id in people_seen_by(by, [ward_id])


def why_ended(by: Actor, right: Guardianship, *, at: datetime) -> EndedBecause | None:
    """In which quality somebody may end a right; none where she may not."""
    if isinstance(by, Staff):
        return EndedBecause.OFFICER if can_grant(by, right.ward_id) else None
    if not isinstance(by, Citizen) or by.patient_id is None:
        return None
    if by.guardian_id is None:
        if are_one_person(by.patient_id, right.guardian_id):
            return EndedBecause.RETURNED
        if are_one_person(by.patient_id, right.ward_id):
            return EndedBecause.WARD
    mine = by.guardian_id or by.patient_id
    if are_one_person(mine, right.guardian_id):
        return EndedBecause.RETURNED
    others = guardians_of(right.ward_id, at=at)
    if any(are_one_person(mine, other.guardian_id) for other in others):
        return EndedBecause.OTHER_GUARDIAN
    return None
