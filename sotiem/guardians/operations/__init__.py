"""What can happen to the right to keep another's record, and what is refused."""

from sotiem.guardians.operations.end import end_guardianship, end_passed
from sotiem.guardians.operations.grant import (
    ChildHasToAgree,
    GuardianIsNotOfAge,
    NoSuchChild,
    TermNotPossible,
    claim_child,
    grant_guardianship,
)
from sotiem.guardians.operations.open import open_ward

__all__ = [
    "ChildHasToAgree",
    "GuardianIsNotOfAge",
    "NoSuchChild",
    "TermNotPossible",
    "claim_child",
    "end_guardianship",
    "end_passed",
    "grant_guardianship",
    "open_ward",
]
