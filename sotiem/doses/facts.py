from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
    REPORT = "report"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseFacts:
    """What is known of one dose. `place` is text, for doses given where no facility is named."""

    vaccine_id: int
    administered_on: date
    lot_number: str = ""
    facility_id: int | None = None
    place: str = ""
    source: DoseSource = DoseSource.ADMINISTERED
    status: DoseStatus = DoseStatus.COMPLETED


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDose:
    """A dose to be recorded: whose, what, and where we know it from (`import:<id>#12`)."""

    patient_id: int
    facts: DoseFacts
    origin: str
