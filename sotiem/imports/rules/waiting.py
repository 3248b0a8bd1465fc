"""Why a row waits, in one word of several."""

from collections.abc import Collection
from typing import Final

from sotiem.identity import Problem
from sotiem.imports.facts import RowProblem

# The row waits because the record changed after its sheet was uploaded.
CHANGED: Final = "changed"
# What is asked first comes first: whose the row is, then which dose.
REASONS: Final = (
    RowProblem.SIMILAR_PEOPLE.value,
    RowProblem.NUMBER_OF_ANOTHER_ROW.value,
    RowProblem.BIRTH_DATE_ON_RECORD.value,
    Problem.CCCD_BIRTH_YEAR_DIFFERS.value,
    Problem.CCCD_SEX_DIFFERS.value,
    RowProblem.DOSE_MAY_BE_KNOWN.value,
    CHANGED,
)


def reason_of(asked: Collection[str]) -> str:
    """The first of the questions that a row asks."""
    return next((reason for reason in REASONS if reason in asked), CHANGED)
