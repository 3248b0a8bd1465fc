from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.accounts.models import Membership, User
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor


@transaction.atomic
def grant_role(
    *, user: User, role: Role, jurisdiction: Jurisdiction, by: Actor, at: datetime
) -> Membership:
    """Give a user a role in a jurisdiction, from now on."""
    membership = Membership.objects.create(
        user=user, role=role, jurisdiction=jurisdiction.path, valid_from=at
    )
    audit.record(
        "membership.granted", membership, by=by, at=at, role=role, jurisdiction=jurisdiction.path
    )
    return membership


@transaction.atomic
def withdraw_role(*, membership_id: int, by: Actor, at: datetime) -> Membership:
    """End a role now."""
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    membership.valid_to = at
    membership.save(update_fields=["valid_to"])
    audit.record("membership.withdrawn", membership, by=by, at=at, role=membership.role)
    return membership
