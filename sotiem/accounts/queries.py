from datetime import datetime

from sotiem.accounts.facts import Grant, Jurisdiction, Role, Staff
from sotiem.accounts.models import Membership, User
from sotiem.foundation.actors import ActorKind


def staff_of(user: User, *, at: datetime) -> Staff:
    """The user as an actor, with the grants in force at that moment."""
    grants = tuple(
        Grant(Role(membership.role), Jurisdiction(membership.jurisdiction))
        for membership in Membership.objects.in_force(at).filter(user=user).order_by("pk")
    )
    return Staff(
        kind=ActorKind.STAFF,
        key=str(user.public_id),
        label=user.unit_name,
        user_id=user.pk,
        grants=grants if user.is_active else (),
    )
