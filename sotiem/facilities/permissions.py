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


def can_open_depot(by: Actor, of: Jurisdiction) -> bool:
    """Officers and administrators, for the country or province they look after; the machine."""
    if isinstance(by, Staff):
        return is_country_or_province(of.path) and any(
            by.may(role, of.path) for role in (Role.OFFICER, Role.ADMINISTRATOR)
        )
    return by.kind == ActorKind.MACHINE


def is_country_or_province(path: str) -> bool:
    """Whether a path is one of a unit that has depots, and not of a depot itself."""
    return path == "vn" or (path.count("/") == 1 and ":" in path)
