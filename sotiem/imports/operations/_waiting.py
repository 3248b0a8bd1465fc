"""Keeps the work list of rows that wait for a person, and the keys under which they are found."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Final

from django.db import connection

from sotiem.foundation.bulk import insert_many
from sotiem.imports.facts import ASKING
from sotiem.imports.models import DoseImport, ImportRow, WaitingRow, WaitingRowKey
from sotiem.imports.rules.waiting import reason_of
from sotiem.imports.states import WAITING, ImportStatus
from sotiem.matching.queries import place_reader
from sotiem.matching.rules.keys import keys_to_keep
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records
from sotiem.patients.facts import PatientFacts

_AT_ONCE: Final = 2_000
_STOPPED: Final = """
SELECT kept.row_id FROM imports_waitingrow AS kept
JOIN imports_importrow AS row ON row.id = kept.row_id
JOIN imports_doseimport AS sheet ON sheet.id = kept.dose_import_id
WHERE kept.dose_import_id = %s
    AND (row.outcome <> ALL(%s) OR sheet.status <> ALL(%s) OR row.id = ANY(%s))
"""
_FORGET_KEYS: Final = "DELETE FROM imports_waitingrowkey WHERE row_id = ANY(%s)"
_FORGET: Final = "DELETE FROM imports_waitingrow WHERE row_id = ANY(%s)"
_COUNT: Final = """
INSERT INTO imports_waitingcount AS kept (facility_id, rows) VALUES (%s, %s)
ON CONFLICT (facility_id) DO UPDATE SET rows = kept.rows + excluded.rows
"""
# While a sheet is being recorded or withdrawn, its rows wait as before.
_OPEN: Final = (
    ImportStatus.READY,
    ImportStatus.COMMITTING,
    ImportStatus.COMMITTED,
    ImportStatus.UNDOING,
)


def keep_waiting(dose_import: DoseImport, *, at: datetime, asking_anew: Sequence[int] = ()) -> None:
    """Bring the work list of a facility up to date with the rows of one sheet.

    Rows that are `asking_anew` may wait for something else than before.
    """
    stopped = _forget_stopped(dose_import, asking_anew)
    begun = 0
    if dose_import.status in _OPEN:
        rows = ImportRow.objects.filter(
            dose_import=dose_import, outcome__in=WAITING, waiting__isnull=True
        )
        begun = _begin(dose_import, rows.order_by("pk").iterator(chunk_size=_AT_ONCE), at=at)
    if begun != stopped:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [dose_import.facility_id, begun - stopped])


def _forget_stopped(dose_import: DoseImport, asking_anew: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        outcomes, open_ = list(map(str, WAITING)), list(map(str, _OPEN))
        cursor.execute(_STOPPED, [dose_import.pk, outcomes, open_, list(asking_anew)])
        stopped = [row for (row,) in cursor.fetchall()]
        if stopped:
            cursor.execute(_FORGET_KEYS, [stopped])
            cursor.execute(_FORGET, [stopped])
    return len(stopped)


def _begin(dose_import: DoseImport, rows: Iterable[ImportRow], *, at: datetime) -> int:
    begun, remaining = 0, iter(rows)
    while some := list(islice(remaining, _AT_ONCE)):
        insert_many(WaitingRow, (_waiting(dose_import, row, at=at) for row in some))
        insert_many(WaitingRowKey, _keys(some))
        begun += len(some)
    return begun


def _waiting(dose_import: DoseImport, row: ImportRow, *, at: datetime) -> WaitingRow:
    dose = row.facts["dose"]
    asked = [one["code"] for one in row.problems if one["code"] in ASKING]
    return WaitingRow(
        row_id=row.pk,
        dose_import_id=dose_import.pk,
        facility_id=dose_import.facility_id,
        reason=reason_of(asked),
        patient_id=row.patient_id,
        vaccine_id=dose["vaccine_id"],
        given_on=date.fromisoformat(dose["administered_on"]),
        since=at,
    )


def _keys(rows: Sequence[ImportRow]) -> list[WaitingRowKey]:
    places = place_reader()
    people = [read_traits(PatientFacts(**row.facts["person"]), places) for row in rows]
    whose, _, keys = keys_to_keep(Records.of(people))
    each_once = sorted(set(zip(keys.tolist(), whose.tolist(), strict=True)))
    return [WaitingRowKey(key=key, row_id=rows[place].pk) for key, place in each_once]
