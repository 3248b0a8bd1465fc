"""Finds rows whose person's record changed after somebody looked at them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection, models

from sotiem.foundation.bulk import array_of, as_array, insert_many
from sotiem.imports.models import DoseImport, ImportRow, RowChange
from sotiem.imports.operations._record import recounted
from sotiem.imports.states import Change, RowOutcome

# Joined or parted since, or amended by anything but this sheet itself; the amendment tells more.
_CHANGED: Final = """
SELECT DISTINCT ON (asked.place) asked.place, version.id, (
    SELECT old.id FROM patients_patientversion AS old
    WHERE old.patient_id = asked.patient_id AND old.recorded_at <= asked.seen_at
    ORDER BY old.number DESC LIMIT 1
)
FROM unnest(%s::int[], %s::bigint[], %s::timestamptz[]) AS asked (place, patient_id, seen_at)
JOIN patients_patient AS person ON person.id = asked.patient_id
JOIN patients_patientversion AS current ON current.id = person.current_id
LEFT JOIN patients_patientversion AS version ON version.id = current.id
    AND version.recorded_at > asked.seen_at AND version.number > 1
    AND starts_with(version.origin, %s) IS FALSE
WHERE version.id IS NOT NULL OR EXISTS (
    SELECT FROM patients_patientlink AS link WHERE link.one_id = asked.patient_id
        AND greatest(link.linked_at, link.ended_at) > asked.seen_at
) OR EXISTS (
    SELECT FROM patients_patientlink AS link WHERE link.other_id = asked.patient_id
        AND greatest(link.linked_at, link.ended_at) > asked.seen_at
)
ORDER BY asked.place
"""
_MOVE: Final = """
UPDATE imports_importrow SET outcome = %s WHERE id = ANY(%s)
"""


class _Found(NamedTuple):
    row: ImportRow
    now_id: int | None
    then_id: int | None


def pull_out_changed(
    dose_import: DoseImport, rows: Sequence[ImportRow], *, at: datetime
) -> list[ImportRow]:
    """Lay aside rows whose person was amended or joined since they were looked at; give the rest.

    Laid aside they count as changed. The caller saves the sheet.
    """
    found = _changed(dose_import, rows)
    if not found:
        return list(rows)
    _keep_changes(
        dose_import,
        [
            RowChange(
                row=each.row,
                kind=Change.PERSON_AMENDED if each.now_id else Change.PERSON_LINKED,
                then_id=each.then_id if each.now_id else None,
                now_id=each.now_id,
                found_at=at,
            )
            for each in found
        ],
    )
    pulled = {each.row.pk for each in found}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [str(RowOutcome.CHANGED), list(pulled)])
    dose_import.counts = recounted(
        dose_import.counts,
        before=(str(each.row.outcome) for each in found),
        after=[str(RowOutcome.CHANGED)] * len(found),
    )
    return [row for row in rows if row.pk not in pulled]


def note_changes(dose_import: DoseImport, rows: Sequence[ImportRow], *, at: datetime) -> None:
    """Tell of rows that were to be recorded and were not: their dose came, or a doubt did."""
    left = ImportRow.objects.filter(
        pk__in=array_of([row.pk for row in rows]),
        outcome__in=[RowOutcome.KNOWN, RowOutcome.REVIEW],
    )
    kinds = {RowOutcome.KNOWN: Change.DOSE_KNOWN, RowOutcome.REVIEW: Change.IN_DOUBT}
    _keep_changes(
        dose_import,
        [
            RowChange(row_id=pk, kind=kinds[RowOutcome(outcome)], found_at=at)
            for pk, outcome in left.order_by("pk").values_list("pk", "outcome")
        ],
    )


def forget_told(dose_import: DoseImport) -> None:
    """Put away what was told of rows that are not recorded anyway: somebody has seen it."""
    told = [RowOutcome.KNOWN, RowOutcome.REVIEW]
    _forget(
        dose_import, RowChange.objects.filter(row__dose_import=dose_import, row__outcome__in=told)
    )


def forget_recorded(dose_import: DoseImport, rows: Sequence[ImportRow]) -> None:
    """Put away what was told of rows whose dose has been recorded by now."""
    if any(row.outcome == RowOutcome.CHANGED for row in rows):
        recorded = RowChange.objects.filter(
            row_id__in=array_of([row.pk for row in rows]), row__outcome=RowOutcome.RECORDED
        )
        _forget(dose_import, recorded)


def _forget(dose_import: DoseImport, changes: "models.QuerySet[RowChange]") -> None:
    forgotten, _ = changes.delete()
    dose_import.rows_changed -= forgotten


def _changed(dose_import: DoseImport, rows: Sequence[ImportRow]) -> list[_Found]:
    known = [row for row in rows if row.patient_id is not None]
    if not known:
        return []
    columns = [
        as_array(range(len(known))),
        as_array(row.patient_id for row in known),
        as_array(_seen_at(dose_import, row).isoformat() for row in known),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [*columns, dose_import.origin])
        return [_Found(known[place], now, then) for place, now, then in cursor.fetchall()]


def _seen_at(dose_import: DoseImport, row: ImportRow) -> datetime:
    """When somebody last saw the row beside the record."""
    looks: Iterable[datetime | None] = (
        getattr(getattr(row, "answer", None), "answered_at", None),
        getattr(getattr(row, "decision", None), "decided_at", None),
        getattr(getattr(row, "change", None), "found_at", None),
    )
    return max([dose_import.uploaded_at, *filter(None, looks)])


def _keep_changes(dose_import: DoseImport, changes: Sequence[RowChange]) -> None:
    """Each row has one change: the last one."""
    if not changes:
        return
    earlier = RowChange.objects.filter(row_id__in=array_of([one.row_id for one in changes]))
    replaced, _ = earlier.delete()
    insert_many(RowChange, changes)
    dose_import.rows_changed += len(changes) - replaced
