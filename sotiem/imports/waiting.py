"""Rows that wait for a person: those of a facility, and those that may be about somebody."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID

import numpy as np
import polars as pl
from django.db import connection
from django.db.models import QuerySet, Subquery
from numpy.typing import NDArray

from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of, as_array
from sotiem.imports.models import DoseImport, ImportRow, WaitingCount, WaitingRow, WaitingRowKey
from sotiem.imports.rules.waiting import CHANGED
from sotiem.matching.facts import PersonClue
from sotiem.matching.queries import active_judge, place_reader
from sotiem.matching.rules.compare import compare
from sotiem.matching.rules.keys import keys_to_ask
from sotiem.matching.rules.model import posterior
from sotiem.matching.rules.reading import read_traits
from sotiem.matching.rules.records import Records, Traits
from sotiem.patients.facts import PatientFacts
from sotiem.patients.models import Patient
from sotiem.patients.queries import whole_of

_ROWS_AT_ONCE: Final = 100
# More rows than this say nothing of anybody.
_MOST_FOUND: Final = 500
# A key that more rows share than this says nothing of any of them.
_BY_KEY: Final = """
SELECT key, row_id FROM (
    SELECT key, row_id, count(*) OVER (PARTITION BY key) AS rows
    FROM imports_waitingrowkey WHERE key = ANY(%s::bigint[])
) AS found
WHERE rows <= 60
"""


class WaitingMatch(NamedTuple):
    """A row that waits and may be about somebody, and how probably."""

    waiting: WaitingRow
    probability: float


def next_waiting(dose_import: DoseImport, *, after: ImportRow | None = None) -> ImportRow | None:
    """The first row of the sheet, after another one, that waits for somebody's word."""
    rows = _questions(dose_import).filter(row__gt=after.pk if after else 0)
    waiting = rows.order_by("row").first()
    return waiting.row if waiting else None


def previous_waiting(dose_import: DoseImport, *, before: ImportRow) -> ImportRow | None:
    """The last row of the sheet, before another one, that waits for somebody's word."""
    waiting = _questions(dose_import).filter(row__lt=before.pk).order_by("-row").first()
    return waiting.row if waiting else None


def _questions(dose_import: DoseImport) -> QuerySet[WaitingRow]:
    waiting = WaitingRow.objects.filter(dose_import=dose_import).exclude(reason=CHANGED)
    return waiting.select_related("row")


def waiting_count(facility: Facility) -> int:
    """How many rows of a facility's sheets wait; kept with every change, not counted."""
    counts = WaitingCount.objects.filter(facility=facility)
    return next(iter(counts.values_list("rows", flat=True)), 0)


def facilities_with_waiting_rows() -> list[int]:
    """The facilities of whose sheets some row waits."""
    counts = WaitingCount.objects.filter(rows__gt=0).order_by("facility")
    return list(counts.values_list("facility_id", flat=True))


def waiting_rows(
    facility: Facility,
    *,
    reason: str = "",
    after: tuple[UUID, int, int] | None = None,
    limit: int = _ROWS_AT_ONCE,
) -> list[WaitingRow]:
    """Rows of a facility that wait, oldest first; after one named by sheet, number and slot."""
    waiting = WaitingRow.objects.filter(facility=facility)
    if reason:
        waiting = waiting.filter(reason=reason)
    if after is not None:
        sheet, number, slot = after
        last = ImportRow.objects.filter(
            dose_import__public_id=sheet, dose_import__facility=facility, number=number, slot=slot
        )
        waiting = waiting.filter(row__gt=Subquery(last.values("pk")))
    return list(waiting.select_related("row", "dose_import").order_by("row")[:limit])


def waiting_rows_for(
    clue: PersonClue, *, vaccine_id: int | None = None, given_on: date | None = None
) -> list[WaitingMatch]:
    """Rows of any facility that wait and may be about this person, the likeliest first; only
    those of a vaccine or of a day, where these are named."""
    claimed = Records.of([read_traits(clue, place_reader())])
    keys = sorted(set(keys_to_ask(claimed).key.tolist()))
    having = WaitingRowKey.objects.filter(key__in=array_of(keys)).values("row")
    waiting = WaitingRow.objects.filter(pk__in=having)
    told = _told(waiting, vaccine_id, given_on)
    likely = _likely(claimed, np.zeros(len(told), dtype=np.int64), told)
    found = [WaitingMatch(each, share) for each, share in zip(told, likely, strict=True)]
    least = active_judge().least
    return sorted(
        (match for match in found if match.probability >= least),
        key=lambda match: (-match.probability, match.waiting.row_id),
    )


def rows_waiting_for(people: Sequence[Traits]) -> Iterator[tuple[int, WaitingRow, float]]:
    """For many people together: whose place in the list, a row that may be about her, how probably.

    Asked in a few statements, however many they are.
    """
    claimed = Records.of(people)
    asked = keys_to_ask(claimed)
    with connection.cursor() as cursor:
        cursor.execute(_BY_KEY, [as_array(np.unique(asked.key).tolist())])
        found = np.array(cursor.fetchall(), dtype=np.int64).reshape(-1, 2)
    if not len(found):
        return
    by_key = pl.DataFrame({"key": found[:, 0], "row": found[:, 1]})
    pairs = pl.DataFrame({"key": asked.key, "whose": asked.whose}).join(by_key, on="key")
    pairs = pairs.select("whose", "row").unique().sort("whose", "row")
    waiting = WaitingRow.objects.filter(pk__in=array_of(pairs["row"].unique().to_list()))
    rows = {each.pk: each for each in waiting.select_related("row").order_by()}
    told = [rows[pk] for pk in pairs["row"]]
    whose = pairs["whose"].to_numpy()
    yield from zip(whose.tolist(), told, _likely(claimed, whose, told), strict=True)


def waiting_rows_of(
    patient_id: int, *, vaccine_id: int | None = None, given_on: date | None = None
) -> list[WaitingMatch]:
    """Rows that wait and may be about somebody on record, the likeliest first."""
    known = Patient.objects.select_related("current").get(pk=patient_id).current
    clue = PersonClue(
        full_name=known.full_name,
        birth_date=known.birth_date,
        sex=known.sex,
        phone=known.phone,
        cccd=known.cccd,
        cmnd=known.cmnd,
        bhyt=known.bhyt,
        commune_id=known.commune_id,
    )
    named = WaitingRow.objects.filter(patient__in=whole_of(patient_id))
    certain = [WaitingMatch(each, 1.0) for each in _told(named, vaccine_id, given_on)]
    there = {each.waiting.row_id for each in certain}
    found = waiting_rows_for(clue, vaccine_id=vaccine_id, given_on=given_on)
    return [*certain, *(each for each in found if each.waiting.row_id not in there)]


def _told(
    waiting: QuerySet[WaitingRow], vaccine_id: int | None, given_on: date | None
) -> list[WaitingRow]:
    if vaccine_id is not None:
        waiting = waiting.filter(vaccine=vaccine_id)
    if given_on is not None:
        waiting = waiting.filter(given_on=given_on)
    told = waiting.select_related("row", "dose_import", "facility", "vaccine")
    return list(told.order_by("row")[:_MOST_FOUND])


def _likely(
    claimed: Records, whose: NDArray[np.int64], waiting: Sequence[WaitingRow]
) -> list[float]:
    """How probably each row is about one of the claimed people: each weighed alone, for one person
    may have several rows."""
    if not waiting:
        return []
    places, judge = place_reader(), active_judge()
    people = [PatientFacts(**each.row.facts["person"]) for each in waiting]
    records = Records.of([read_traits(person, places) for person in people])
    number = len(waiting)
    levels = compare(
        claimed.take(whose),
        records,
        phone_shared_by=np.ones(number, dtype=np.int64),
        namesakes=judge.namesakes(records.name),
    )
    likely, _ = posterior(judge.weights.scores(levels), np.arange(number), number)
    probability: list[float] = judge.calibrated(likely).tolist()
    return probability
