"""Who may give rights and look after accounts. What is not allowed here is refused."""

from collections.abc import Iterable

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import Membership
from sotiem.foundation.actors import Actor, ActorKind


def can_grant(by: Actor, jurisdiction: Jurisdiction) -> bool:
    """Administrators give rights within their jurisdiction; the machine gives the first ones."""
    if isinstance(by, Staff):
        return by.may(Role.ADMINISTRATOR, jurisdiction.path)
    return by.kind == ActorKind.MACHINE


def can_administer(by: Actor, memberships: Iterable[Membership]) -> bool:
    """An account is looked after by who may give everything that it holds."""
    held = [Jurisdiction(membership.jurisdiction) for membership in memberships]
    return bool(held) and all(can_grant(by, jurisdiction) for jurisdiction in held)
