from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class PatientReason(StrEnum):
    """Why a patient got a (new) version."""

    REGISTERED = "registered"
    REPORT = "report"
    LOADED = "loaded"  # by a file of another system
    COMPLETED = "completed"  # what was empty was filled from a facility's sheet
    EMPTIED = "emptied"  # a completion was taken back
    SHEET = "sheet"  # an officer's sheet of corrections
    UNDONE = "undone"  # a correction was taken back
    POINT_OF_CARE = "point_of_care"  # by the facility, while she sat there
    PHONE = "phone"  # replaced at a desk, or given back after an objection


CORRECTIONS: Final = frozenset(
    {
        PatientReason.REPORT,
        PatientReason.SHEET,
        PatientReason.UNDONE,
        PatientReason.POINT_OF_CARE,
        PatientReason.PHONE,
    }
)


class LinkReason(StrEnum):
    """On what grounds two records are taken for one person's."""

    MATCHED = "matched"  # the machine was certain
    REVIEWED = "reviewed"  # an officer compared the two
    REQUESTED = "requested"  # the person said so, and showed it


class UnlinkReason(StrEnum):
    """Why two records are no longer taken for one person's."""

    ANOTHER_PERSON = "another_person"
    REQUESTED = "requested"
    BY_MISTAKE = "by_mistake"  # the wrong button


# Without slots: where many go from process to process, each would be sent field by field.
@dataclass(frozen=True, kw_only=True)
class PatientFacts:
    """What is known of a person, every value in its normal form; empty where unknown.

    `birth_date` is YYYY, YYYY-MM or YYYY-MM-DD; `sex` male, female, other or empty; `phone`
    10 digits; `cccd` 12 digits; `cmnd` 8 or 9 digits; `bhyt` its last ten digits.
    """

    full_name: str
    birth_date: str
    sex: str = ""
    phone: str = ""
    cccd: str = ""
    cmnd: str = ""
    bhyt: str = ""
    address: str = ""
    commune_id: int | None = None
