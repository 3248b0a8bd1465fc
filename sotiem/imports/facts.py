"""What a sheet may hold, and what may be wrong with it, in words that programs compare."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sotiem.doses.facts import DoseFacts
from sotiem.identity import Problem
from sotiem.patients.facts import PatientFacts


class FileProblem(StrEnum):
    """Why a workbook as a whole cannot be taken."""

    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    NO_HEADER = "no_header"
    COLUMNS_MISSING = "columns_missing"
    COLUMNS_TWICE = "columns_twice"
    ONLY_HIDDEN = "only_hidden"
    NO_ROWS = "no_rows"


class PassedOver(StrEnum):
    """Why a row below the header is no row of the list: it is not read, and told."""

    HEADER_AGAIN = "header_again"
    TOTAL = "total"
    SIGNATURE = "signature"
    CAPTION = "caption"
    EMPTY = "empty"  # nobody in it: a running number, a facility filled in beforehand


class LeftOut(StrEnum):
    """Why a sheet with something in it is not read; told by its name."""

    HIDDEN = "hidden"
    NO_ROWS = "no_rows"
    NO_LIST = "no_list"


class RowProblem(StrEnum):
    """What is found in a row beyond the problems of single identity values."""

    NO_DOSE = "no_dose"
    MERGED_CELLS = "merged_cells"
    FORMULA_WITHOUT_VALUE = "formula_without_value"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    BEFORE_CAMPAIGN = "before_campaign"
    BEFORE_BIRTH = "before_birth"
    VACCINE_UNKNOWN = "vaccine_unknown"
    VACCINE_AMBIGUOUS = "vaccine_ambiguous"
    LOT_UNKNOWN = "lot_unknown"
    LOT_OF_ANOTHER_VACCINE = "lot_of_another_vaccine"
    FACILITY_UNKNOWN = "facility_unknown"
    FACILITY_IS_ANOTHER = "facility_is_another"

    SIMILAR_PEOPLE = "similar_people"
    NUMBER_OF_ANOTHER_ROW = "number_of_another_row"
    BIRTH_DATE_ON_RECORD = "birth_date_on_record"
    DOSE_MAY_BE_KNOWN = "dose_may_be_known"

    SAME_DOSE_IN_FILE = "same_dose_in_file"
    PHONE_SHARED = "phone_shared"
    RECORDED_LATER = "recorded_later"
    NAME_REPAIRED = "name_repaired"
    NAME_WITHOUT_MARKS = "name_without_marks"
    ZERO_RESTORED = "zero_restored"
    MONTH_FIRST_READ = "month_first_read"
    SEX_CODES_READ = "sex_codes_read"
    GROUP_UNKNOWN = "group_unknown"
    COMMUNE_UNKNOWN = "commune_unknown"
    COMMUNE_UNCLEAR = "commune_unclear"


# A person must look at the row before it is recorded.
ASKING: Final = frozenset(
    {
        Problem.CCCD_BIRTH_YEAR_DIFFERS,
        Problem.CCCD_SEX_DIFFERS,
        RowProblem.SIMILAR_PEOPLE,
        RowProblem.NUMBER_OF_ANOTHER_ROW,
        RowProblem.BIRTH_DATE_ON_RECORD,
        RowProblem.DOSE_MAY_BE_KNOWN,
    }
)
# The row is taken; the facility is told.
NOTING: Final = frozenset(
    {
        RowProblem.SAME_DOSE_IN_FILE,
        RowProblem.PHONE_SHARED,
        RowProblem.RECORDED_LATER,
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


# Without slots: where many go from process to process, each would be sent field by field.
@dataclass(frozen=True)
class Finding:
    """One thing found in a row: under which header, what, and as much of the value as is shown."""

    column: str
    code: Problem | RowProblem
    value_shown: str = ""

    @property
    def refuses(self) -> bool:
        return self.code not in ASKING and self.code not in NOTING

    @property
    def asks(self) -> bool:
        return self.code in ASKING


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody's word on a row's person: someone on record, or none of those named."""

    patient_id: int | None
    about: frozenset[int]


# Without slots: where many go from process to process, each would be sent field by field.
@dataclass(frozen=True, kw_only=True)
class CheckedDose:
    """One dose of one row of the sheet, with all that was found in it."""

    number: int
    slot: int
    raw: dict[str, str]
    person: PatientFacts | None
    dose: DoseFacts | None
    findings: tuple[Finding, ...]
    told_apart: frozenset[int] = frozenset()  # doses on record that a person said it is not
    decided: Decided | None = None

    @property
    def is_refused(self) -> bool:
        return any(finding.refuses for finding in self.findings)
