"""Reading changes of phones: what waits for an officer, what was done with a new number."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sotiem.accounts.facts import Role, Staff
from sotiem.foundation.actors import ActorKind
from sotiem.foundation.models import AuditEntry
from sotiem.patients.queries import whole_of
from sotiem.phone_changes import permissions
from sotiem.phone_changes.facts import ChangeState
from sotiem.phone_changes.models import PhoneChange
from sotiem.phone_changes.rules import OBJECTION_PERIOD

ROWS = 100


def waiting_for(by: Staff) -> list[PhoneChange]:
    """What officers of these units must decide, the most pressing first."""
    changes = PhoneChange.objects.open().within(*by.jurisdictions(Role.OFFICER))
    return list(changes.select_related("made_by").order_by("decide_by", "pk")[:ROWS])


def change_for(by: Staff, public_id: UUID) -> PhoneChange | None:
    """One change, for who made it and for officers of its unit; of others there is none."""
    found = PhoneChange.objects.filter(public_id=public_id)
    change = found.select_related("patient__current", "made_by", "decided_by").first()
    return change if change is not None and permissions.can_read(by, change) else None


def change_by_code(code: str) -> PhoneChange | None:
    return PhoneChange.objects.filter(code=code).first()


def may_object(change: PhoneChange, at: datetime) -> bool:
    """Whether an old number may say no now."""
    if change.state == ChangeState.AWAITING_SECOND:
        return True
    until = change.objection_until
    return change.state == ChangeState.IN_FORCE and until is not None and at <= until


def frozen(patient_id: int, phone: str) -> PhoneChange | None:
    """The change that is objected to, by which this number came to the person's record."""
    changes = PhoneChange.objects.of_person(patient_id)
    return changes.filter(new_phone=phone, state=ChangeState.OBJECTED).first()


def on_probation(patient_id: int, phone: str, at: datetime) -> PhoneChange | None:
    """The change by which this number came, while it can still be objected to."""
    changes = PhoneChange.objects.of_person(patient_id).filter(
        new_phone=phone, state=ChangeState.IN_FORCE, objection_until__gte=at
    )
    return changes.order_by("-pk").first()


def deeds_since(change: PhoneChange) -> Sequence[AuditEntry]:
    """What the holder of the new number did with the record, oldest first."""
    if change.in_force_at is None:
        return []
    entries = AuditEntry.objects.filter(
        patient_id__in=whole_of(change.patient_id),
        actor_kind=ActorKind.CITIZEN,
        at__gte=change.in_force_at,
        at__lte=change.decided_at or change.in_force_at + 4 * OBJECTION_PERIOD,
    )
    return list(entries.order_by("at", "pk")[:ROWS])
