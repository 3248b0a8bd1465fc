from dataclasses import dataclass
from datetime import datetime

from sotiem.corrections.states import ReportStatus
from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubmitted(Event):
    report_id: int
    channel_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsLoaded(Event):
    """Reports of an earlier channel came in, many at once."""

    report_ids: tuple[int, ...]
    channel_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAccepted(Event):
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefused(Event):
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOpenedAgain(Event):
    """A decided report is open once more: how and when it had ended."""

    report_id: int
    decided_at: datetime
    was: ReportStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWithdrawn(Event):
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPlaced(Event):
    """An officer said what kind of report this is, and about what."""

    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsMoved(Event):
    """Another unit answers these now, or they are answered by another hour."""

    report_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsJoined(Event):
    """Reports wait now for earlier ones that say the same."""

    report_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsAnswered(Event):
    """The machine told the senders of these that the record says so already."""

    report_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityAnswered(Event):
    """A facility answered what it was asked about these reports."""

    report_ids: tuple[int, ...]
