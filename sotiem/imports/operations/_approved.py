"""Puts rows on record of which somebody said that they be recorded."""

from collections.abc import Sequence
from datetime import datetime

from sotiem.accounts.facts import Staff
from sotiem.foundation import jobs
from sotiem.imports.models import DoseImport, ImportRow, WaitingCount
from sotiem.imports.operations._changed import (
    forget_recorded,
    note_changes,
    pull_out_changed,
)
from sotiem.imports.operations._filled import fill_people
from sotiem.imports.operations._record import record_rows
from sotiem.imports.operations._waiting import keep_waiting


def record_approved(
    dose_import: DoseImport,
    rows: Sequence[ImportRow],
    *,
    by: Staff,
    at: datetime,
    processes: int = 1,
) -> None:
    """Record the doses of rows, but not of those whose person's record changed meanwhile: they
    are laid before the clerk first. Counts and work list of the sheet follow."""
    kept = pull_out_changed(dose_import, rows, at=at)
    record_rows(dose_import, kept, by=by, at=at, processes=processes)
    note_changes(dose_import, kept, at=at)
    forget_recorded(dose_import, kept)
    fill_people(dose_import, kept, by=by, at=at)
    dose_import.save(update_fields=["counts", "rows_changed"])
    keep_waiting(dose_import, at=at)
    if WaitingCount.objects.filter(facility=dose_import.facility_id, rows__gt=0).exists():
        jobs.enqueue("place_waiting_rows", facility_id=dose_import.facility_id)
