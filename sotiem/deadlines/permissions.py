"""Who sets deadlines, makes exceptions and reminds. What is not allowed here is refused."""

from sotiem.accounts.facts import Role, Staff
from sotiem.deadlines.models import EntryDeadline
from sotiem.facilities.models import Facility
from sotiem.foundation.actors import Actor, ActorKind


def can_set(by: Actor, path: str) -> bool:
    """Officers set deadlines within their jurisdiction; the machine may everywhere."""
    if isinstance(by, Staff):
        return by.may(Role.OFFICER, path)
    return by.kind == ActorKind.MACHINE


def can_except(by: Actor, deadline: EntryDeadline) -> bool:
    """Who could have set a deadline may give a facility more time."""
    return can_set(by, deadline.jurisdiction)


def can_remind(by: Actor, facility: Facility) -> bool:
    """Officers remind the facilities of their jurisdiction."""
    return can_set(by, facility.path)


def can_choose_phone(by: Staff, facility: Facility) -> bool:
    """A facility's own people say where its reminders go."""
    return by.may(Role.CLERK, facility.path) or by.may(Role.HEAD, facility.path)
