"""From one row that waits to the next."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from sotiem.foundation import audit
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.imports.waiting import next_waiting, previous_waiting
from sotiem.portals.components.access import acting_staff

OPEN: Final = frozenset({ImportStatus.READY, ImportStatus.COMMITTED})


def address_of(row: ImportRow, sheet: DoseImport) -> str:
    """The page on which somebody answers for a row."""
    return person_of(row, sheet) if row.asks_about_person else dose_of(row, sheet)


def person_of(row: ImportRow, sheet: DoseImport) -> str:
    return reverse("facility:person", args=[sheet.public_id, row.number, row.slot])


def dose_of(row: ImportRow, sheet: DoseImport) -> str:
    return reverse("facility:row", args=[sheet.public_id, row.number, row.slot])


def list_of(sheet: DoseImport) -> str:
    return f"{reverse('facility:import', args=[sheet.public_id])}?nhom=can-xem"


def go_on(row: ImportRow) -> str:
    """Where a clerk goes on: the next row that waits, or the sheet when none is left."""
    sheet = row.dose_import
    other = next_waiting(sheet, after=row) or next_waiting(sheet)
    if other is not None:
        address = address_of(other, sheet)
    else:
        address = reverse("facility:import", args=[sheet.public_id])
    return f"{address}?vua={row.number}-{row.slot}"


def around(row: ImportRow) -> dict[str, Any]:
    """The rows that wait before and after this one, and how far the clerk is."""
    sheet = row.dose_import
    after, before = next_waiting(sheet, after=row), previous_waiting(sheet, before=row)
    waiting = sheet.counts.get(RowOutcome.REVIEW, 0)
    is_asking = row.outcome == RowOutcome.REVIEW
    return {
        "next_url": address_of(after, sheet) if after else "",
        "previous_url": address_of(before, sheet) if before else "",
        "place": sheet.rows_decided + 1 if is_asking else 0,
        "of": sheet.rows_decided + waiting,
    }


def leave_traces(
    request: HttpRequest, sheet: DoseImport, rows: Sequence[Sequence[ImportRow]]
) -> None:
    """Tell in the trail of each person of these rows that what is on record of her was shown."""
    people = {row.patient_id: row.number for doses in rows for row in doses if row.patient_id}
    notes = [
        audit.Note(
            action="patient.viewed",
            object_kind="patient",
            object_id=patient_id,
            patient_id=patient_id,
            details={"sheet": str(sheet), "row": number},
        )
        for patient_id, number in people.items()
    ]
    audit.record_many(notes, by=acting_staff(request), at=timezone.now())
