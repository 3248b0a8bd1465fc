"""What a row of an organization's file says, and what may be wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sotiem.imports.facts import RowProblem
from sotiem.registrations.facts import Registrant

TOO_MANY_ROWS: Final = "too_many_rows"  # beside what may be wrong with any file


class RowTrouble(StrEnum):
    """What is found in a row beyond what any list of people may have."""

    GROUP_IS_HERS = "group_is_hers"
    DAY_PASSED = "day_passed"
    DAY_FAR = "day_far"
    PART_UNKNOWN = "part_unknown"
    SEX_BY_NUMBER = "sex_by_number"
    NUMBER_OF_ANOTHER = "number_of_another"


# The row is taken; the contact person is told.
NOTING: Final[frozenset[str]] = frozenset(
    {
        RowTrouble.GROUP_IS_HERS,
        RowTrouble.DAY_PASSED,
        RowTrouble.PART_UNKNOWN,
        RowProblem.PHONE_SHARED,
        RowProblem.NAME_REPAIRED,
        RowProblem.NAME_WITHOUT_MARKS,
        RowProblem.ZERO_RESTORED,
        RowProblem.MONTH_FIRST_READ,
        RowProblem.SEX_CODES_READ,
        RowProblem.GROUP_UNKNOWN,
        RowProblem.COMMUNE_UNKNOWN,
        RowProblem.COMMUNE_UNCLEAR,
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found in a row: the column's key, a code, and what stood there as far as shown."""

    column: str
    code: str  # a RowTrouble, a RowProblem of sheets, or a Problem of identity values
    value: str = ""

    @property
    def refuses(self) -> bool:
        """Nobody looks at a row before it is sent: what asks in a sheet of doses refuses here."""
        return self.code not in NOTING

    def kept(self) -> dict[str, str]:
        return {"column": self.column, "code": self.code, "value": self.value}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """One row in normal form; without a person where something needed cannot be read.

    `cells` are those that may be kept and shown; `wish` is `Wish` as plain values.
    """

    number: int
    cells: Mapping[str, str]
    person: Registrant | None
    group: int
    wish: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
