from dataclasses import dataclass
from datetime import datetime

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
    """A refused report is open once more; it had been decided at that moment."""

    report_id: int
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportWithdrawn(Event):
    report_id: int
