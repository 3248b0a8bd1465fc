"""Who publishes facilities, suspends and closes them."""

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.foundation.actors import Actor, ActorKind


def province_of(path: str) -> Jurisdiction:
    """The province in which something lies."""
    return Jurisdiction("/".join(path.split("/")[:2]))


def can_license(by: Actor, path: str) -> bool:
    """Officers of the province, or of the country; the machine where it loads a country."""
    if isinstance(by, Staff):
        return by.may(Role.OFFICER, province_of(path).path)
    return by.kind == ActorKind.MACHINE
