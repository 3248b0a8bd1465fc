from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class DoseStatus(StrEnum):
    """Whether a dose counts (FHIR Immunization.status)."""

    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered_in_error"


class DoseSource(StrEnum):
    """How we know: given here, or told later with proof (NIP001)."""

    ADMINISTERED = "administered"
    HISTORICAL = "historical"


class DoseReason(StrEnum):
    """Why a dose got a (new) version."""

    RECORDED = "recorded"
    SENT = "sent"  # by a facility's program
    LOADED = "loaded"
    REPORT = "report"
    WITHDRAWN = "withdrawn"
    SHEET = "sheet"  # an officer's sheet of corrections
    UNDONE = "undone"  # a correction was taken back
    POINT_OF_CARE = "point_of_care"  # right after it was given, by who gave it


# Without slots: where many go from process to process, each would be sent field by field.
@dataclass(frozen=True, kw_only=True)
class DoseFacts:
    """What is known of one dose. `place` is text, for doses given where no facility is named.

    `vaccine_text` is what was written where the vaccine is none we know.
    """

    vaccine_id: int
    administered_on: date
    lot_number: str = ""
    facility_id: int | None = None
    place: str = ""
    source: DoseSource = DoseSource.ADMINISTERED
    status: DoseStatus = DoseStatus.COMPLETED
    vaccine_text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDose:
    """A dose to be recorded: whose, what, and where we know it from (`import:<id>#12`)."""

    patient_id: int
    facts: DoseFacts
    origin: str


class NotLoaded(StrEnum):
    """Why a dose of another system was left out."""

    NO_DOSE_ID = "no_dose_id"
    DOSE_ID_REPEATED = "dose_id_repeated"
    NO_SUCH_PERSON = "no_such_person"
    DOSE_OF_ANOTHER_PERSON = "dose_of_another_person"
    NO_DAY = "no_day"
    IN_THE_FUTURE = "in_the_future"
    BEFORE_THE_CAMPAIGN = "before_the_campaign"
    BEFORE_BIRTH = "before_birth"
    SAME_DOSE_TWICE = "same_dose_twice"
    CORRECTED_SINCE = "corrected_since"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedDose:
    """A dose as another system tells it: of whom, by that system's name for the person."""

    person: str
    facts: DoseFacts


class DoseOnRecord(NamedTuple):
    """A dose that counts, with what a dose told from elsewhere is compared by."""

    dose_id: int
    disease_id: int
    vaccine_id: int
    vaccine_text: str
    administered_on: date
    lot_number: str
    facility_code: str
    facility_name: str
    place: str
