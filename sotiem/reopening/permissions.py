"""Who may draft the rules of reopening, and who may publish them."""

from sotiem.accounts.facts import Jurisdiction, Role, Staff
from sotiem.reopening.models import RuleVersion


def can_regulate(by: Staff) -> bool:
    """Regulators of the whole country: a rule holds at every door."""
    return by.may(Role.REGULATOR, Jurisdiction.country().path)


def can_change(by: Staff, version: RuleVersion) -> bool:
    """A draft is its drafter's: whoever else wants another text starts a draft of her own."""
    return can_regulate(by) and version.drafted_by_id == by.user_id
