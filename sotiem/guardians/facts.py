"""The words of guardianship, and the ages that decide it."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Relation(StrEnum):
    """What a guardian is to her ward."""

    PARENT = "parent"
    GUARDIAN = "guardian"  # by law or by decision


class Ground(StrEnum):
    """Why a right was given."""

    PHONE = "phone"  # the child's record has the phone that the guardian proved to hold
    DECISION = "decision"  # a unit saw a document


class EndedBecause(StrEnum):
    RETURNED = "returned"  # the guardian gave it back
    WARD = "ward"
    OTHER_GUARDIAN = "other_guardian"
    OFFICER = "officer"
    OF_AGE = "of_age"
    TERM_OVER = "term_over"


@dataclass(frozen=True, slots=True)
class Ages:
    """In whole years. Of age: Civil Code, article 20. Own agreement: from seven, as Decree
    13/2023 had it; to be confirmed for Law 91/2025."""

    of_age: int
    own_agreement: int


AGES: Final = Ages(of_age=18, own_agreement=7)
# The longest that a decision gives a right over somebody of age. Proposed.
LONGEST_TERM: Final = timedelta(days=5 * 366)
