"""Who decides on many doses at once. What is not allowed here is refused."""

from sotiem.accounts.facts import Role, Staff
from sotiem.desk.models import BulkDecision, SharedError


def can_decide(by: Staff, error: SharedError) -> bool:
    """Officers decide on the sessions of their jurisdiction."""
    return by.may(Role.OFFICER, error.path)


def can_agree(by: Staff, bulk: BulkDecision) -> bool:
    """The second officer is another one than who planned it."""
    return can_decide(by, bulk.error) and by.user_id != bulk.planned_by_id
