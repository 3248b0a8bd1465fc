"""Who may see and follow a reaction: those who need to know."""

from sotiem.accounts.facts import Role, Staff
from sotiem.reactions.models import Reaction


def works_at(by: Staff, path: str) -> bool:
    """Clerks and the head of the facility that gave the dose."""
    return by.may(Role.CLERK, path) or by.may(Role.HEAD, path)


def can_follow(by: Staff, reaction: Reaction) -> bool:
    """The facility that gave the dose, and the officers of its place."""
    return works_at(by, reaction.path) or by.may(Role.OFFICER, reaction.path)
