from dataclasses import dataclass

from sotiem.foundation.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSubmitted(Event):
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAccepted(Event):
    report_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRefused(Event):
    report_id: int
