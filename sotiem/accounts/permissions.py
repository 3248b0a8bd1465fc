"""Who may give rights, look after accounts and hold keys. What is not allowed here is refused."""

from collections.abc import Iterable

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.accounts.models import AccessKey, Membership
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


def can_hold_keys(by: Staff) -> bool:
    """Officers and clerks may let a program of theirs act in their name."""
    return by.has(Role.OFFICER) or by.has(Role.CLERK)


def can_revoke(by: Staff, key: AccessKey) -> bool:
    """A key is its owner's to revoke, whatever roles are left to them."""
    return by.user_id == key.user_id
