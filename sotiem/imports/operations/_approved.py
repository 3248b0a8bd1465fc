"""Puts rows on record of which somebody said that they be recorded."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Final

from sotiem.accounts.facts import Staff
from sotiem.foundation import jobs
from sotiem.foundation.processes import Map, side_by_side
from sotiem.imports.models import DoseImport, ImportRow, WaitingCount
from sotiem.imports.operations._changed import (
    forget_recorded,
    note_changes,
    pull_out_changed,
)
from sotiem.imports.operations._filled import fill_people
from sotiem.imports.operations._record import record_rows
from sotiem.imports.operations._waiting import keep_waiting
from sotiem.imports.states import RowOutcome

# Other processes take seconds to begin: so many rows make up for it.
WORTH_PROCESSES: Final = 8_000


def looking_up(dose_import: DoseImport, *, processes: int) -> AbstractContextManager[Map]:
    """Who looks up the new rows of a sheet: of many, other processes."""
    is_long = dose_import.counts.get(RowOutcome.NEW, 0) > WORTH_PROCESSES
    return side_by_side(processes=processes if is_long else 1)


def record_approved(
    dose_import: DoseImport,
    rows: Sequence[ImportRow],
    *,
    by: Staff,
    at: datetime,
    each: Map = map,
) -> None:
    """Record the doses of rows, but not of those whose person's record changed meanwhile: they
    are laid before the clerk first. Counts and work list of the sheet follow."""
    kept = pull_out_changed(dose_import, rows, at=at)
    record_rows(dose_import, kept, by=by, at=at, each=each)
    note_changes(dose_import, kept, at=at)
    forget_recorded(dose_import, kept)
    fill_people(dose_import, kept, by=by, at=at)
    dose_import.save(update_fields=["counts", "rows_changed"])
    keep_waiting(dose_import, at=at)
    if WaitingCount.objects.filter(facility=dose_import.facility_id, rows__gt=0).exists():
        jobs.enqueue("place_waiting_rows", facility_id=dose_import.facility_id)
