from datetime import datetime

from django.db import transaction

from sotiem.accounts import permissions
from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import Membership, User
from sotiem.accounts.operations._national import is_national, require_another
from sotiem.foundation import audit
from sotiem.foundation.actors import Actor
from sotiem.foundation.refusals import Refusal, require


class NobodyGrantsToThemselves(Refusal):
    """Rights come from somebody else."""


@transaction.atomic
def grant_role(
    *, user: User, role: Role, jurisdiction: Jurisdiction, by: Actor, at: datetime
) -> Membership:
    """Give a user a role in a jurisdiction, from now on. Asking again changes nothing."""
    require(permissions.can_grant(by, jurisdiction))
    if isinstance(by, Staff) and by.user_id == user.pk:
        raise NobodyGrantsToThemselves
    User.objects.select_for_update().get(pk=user.pk)
    held = Membership.objects.in_force(at).filter(
        user=user, role=role, jurisdiction=jurisdiction.path
    )
    membership = held.first()
    if membership is not None:
        return membership
    membership = Membership.objects.create(
        user=user, role=role, jurisdiction=jurisdiction.path, valid_from=at
    )
    audit.record(
        "membership.granted", membership, by=by, at=at, role=role, jurisdiction=jurisdiction.path
    )
    return membership


@transaction.atomic
def withdraw_role(*, membership_id: int, by: Actor, at: datetime) -> Membership:
    """End a role now. Ending it again changes nothing."""
    asked = Membership.objects.select_related("user").get(pk=membership_id)
    require(permissions.can_grant(by, Jurisdiction(asked.jurisdiction)))
    if is_national(asked):
        require_another(asked.user, at=at)
    membership = Membership.objects.select_for_update().get(pk=membership_id)
    if membership.valid_to is not None and membership.valid_to <= at:
        return membership
    membership.valid_to = at
    membership.save(update_fields=["valid_to"])
    audit.record("membership.withdrawn", membership, by=by, at=at, role=membership.role)
    return membership
