"""What is known anew of a report sorts it again."""

from sotiem.corrections.events import (
    FacilityAnswered,
    ReportOpenedAgain,
    ReportPlaced,
    ReportsLoaded,
    ReportSubmitted,
)
from sotiem.doses.events import DosesAmended, DosesRecorded
from sotiem.foundation import jobs
from sotiem.slips.events import PhotoRead
from sotiem.triage.operations.sort import forget, sort_all, sort_reports
from sotiem.triage.queries import waiting_of, waiting_with


def sort_new(event: ReportSubmitted | ReportPlaced) -> None:
    """Sort a report that has just come in, or was put under its right kind."""
    sort_reports(report_ids=[event.report_id], at=event.at)


def forget_placed(event: ReportPlaced) -> None:
    """What was advised on a report of another kind is advised no longer."""
    forget(report_ids=[event.report_id])


def sort_opened_again(event: ReportOpenedAgain) -> None:
    """Have a report sorted that is open once more."""
    jobs.enqueue("sort_reports", report_ids=[event.report_id])


def sort_many(event: ReportsLoaded | FacilityAnswered) -> None:
    """Sort the reports that an export brought, or of which a facility has spoken."""
    sort_all(report_ids=event.report_ids, at=event.at)


def sort_shown(event: PhotoRead) -> None:
    """Sort the reports that show a photo which was read just now."""
    sort_all(report_ids=waiting_with(event.file_id), at=event.at)


def sort_after_entry(event: DosesRecorded | DosesAmended) -> None:
    """Have the reports sorted anew that are about people whose doses were entered or mended just
    now: theirs may be the ones that were missed."""
    if waiting := waiting_of(event.patient_ids):
        jobs.enqueue("sort_reports", report_ids=waiting)
