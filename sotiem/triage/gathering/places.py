"""What is on record of the days and lots that reports name: sessions, doses, lots, waiting rows."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from django.db import connection

from sotiem.doses.facts import DoseStatus
from sotiem.foundation.bulk import array_of, as_array
from sotiem.imports.states import ImportStatus, RowOutcome
from sotiem.imports.waiting import rows_waiting_for
from sotiem.matching.rules.records import Traits
from sotiem.supply.models import Lot as KnownLot
from sotiem.triage.facts import Lot, Told
from sotiem.triage.gathering.people import People

# Beyond these, more say no more.
ENOUGH: Final = 20
SESSIONS: Final = """
SELECT asked.facility, asked.day, (
    SELECT sum(recorded) FROM deadlines_facilityday AS entered
    WHERE entered.facility_id = asked.facility AND entered.day = asked.day
)
FROM (SELECT DISTINCT * FROM unnest(%s::bigint[], %s::date[]) AS told (facility, day)) AS asked
"""
LOTS_GIVEN: Final = """
SELECT asked.facility, asked.day, asked.lot, (
    SELECT count(*) FROM (
        SELECT FROM doses_doseversion AS version
        JOIN doses_dose AS dose ON dose.current_id = version.id
        WHERE version.lot_number = asked.lot AND version.facility_id = asked.facility
            AND version.administered_on = asked.day AND version.status = %s
        LIMIT %s
    ) AS counted
)
FROM (
    SELECT DISTINCT * FROM unnest(%s::bigint[], %s::date[], %s::text[])
        AS told (facility, day, lot)
) AS asked
"""
# A row of a sheet that is so likely about a person is hers.
SURE: Final = 0.95


HELD_ROWS: Final = """
SELECT asked.report, count(*)
FROM unnest(%s::bigint[], %s::bigint[], %s::date[]) AS asked (report, person, day)
JOIN patients_patient AS named ON named.id = asked.person
JOIN patients_patient AS member ON member.principal_id = named.principal_id
JOIN imports_importrow AS held ON held.patient_id = member.id
JOIN imports_doseimport AS sheet ON sheet.id = held.dose_import_id
WHERE sheet.status = ANY(%s) AND held.outcome = %s
    AND held.facts -> 'dose' ->> 'administered_on' = asked.day::text
GROUP BY asked.report
"""
# A sheet that was checked and is not recorded yet.
UNFINISHED: Final = [str(status) for status in (ImportStatus.READY, ImportStatus.COMMITTING)]


@dataclass(frozen=True, slots=True)
class Places:
    """By facility and day, or by lot: how many doses stand there; by report: rows that wait."""

    sessions: Mapping[tuple[int, date], int]
    lots_given: Mapping[tuple[int, date, str], int]
    rows: Mapping[int, int]

    @classmethod
    def read(cls, told: Mapping[int, Told], people: People) -> Self:
        return cls(
            sessions=_sessions(told),
            lots_given=_lots_given(told),
            rows=_rows(told, people.traits) | _held_rows(told, people.certain),
        )

    def session(self, told: Told) -> int:
        return self.sessions.get((told.place or 0, told.day), 0)

    def lot_given(self, told: Told) -> int:
        return self.lots_given.get((told.place or 0, told.day, told.lot), 0)


def lots_of(numbers: Collection[str]) -> dict[str, tuple[Lot, ...]]:
    """The lots of these numbers, of whichever product."""
    found: defaultdict[str, tuple[Lot, ...]] = defaultdict(tuple)
    if numbers:
        lots = KnownLot.objects.filter(number__in=array_of(sorted(numbers))).order_by("pk")
        for number, vaccine_id, until in lots.values_list("number", "vaccine_id", "expires_on"):
            found[number] += (Lot(vaccine_id=vaccine_id, expires_on=until),)
    return found


def _sessions(told: Mapping[int, Told]) -> dict[tuple[int, date], int]:
    asked = {(each.place, each.day) for each in told.values() if each.place is not None}
    if not asked:
        return {}
    places, days = zip(*asked, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS, [as_array(places), list(days)])
        return {(place, day): number or 0 for place, day, number in cursor.fetchall()}


def _lots_given(told: Mapping[int, Told]) -> dict[tuple[int, date, str], int]:
    asked = {
        (each.place, each.day, each.lot)
        for each in told.values()
        if each.place is not None and each.lot
    }
    if not asked:
        return {}
    places, days, lots = zip(*asked, strict=True)
    status = str(DoseStatus.COMPLETED)
    with connection.cursor() as cursor:
        cursor.execute(LOTS_GIVEN, (status, ENOUGH, as_array(places), list(days), list(lots)))
        return {(place, day, lot): number for place, day, lot, number in cursor.fetchall()}


def _rows(told: Mapping[int, Told], traits: Mapping[int, Traits]) -> dict[int, int]:
    """How many rows of sheets wait for a person and say what each report says."""
    asked = [pk for pk in told if pk in traits]
    numbers: defaultdict[int, int] = defaultdict(int)
    for place, row, likely in rows_waiting_for([traits[pk] for pk in asked]):
        said = told[asked[place]]
        same = row.given_on == said.day and (not said.vaccines or row.vaccine_id in said.vaccines)
        there = said.place is None or row.facility_id == said.place
        if same and there and likely >= SURE:
            numbers[asked[place]] += 1
    return dict(numbers)


def _held_rows(told: Mapping[int, Told], certain: Mapping[int, int]) -> dict[int, int]:
    """How many rows of unfinished sheets name each report's person and day."""
    asked = [pk for pk in told if pk in certain]
    if not asked:
        return {}
    people, days = [certain[pk] for pk in asked], [told[pk].day for pk in asked]
    with connection.cursor() as cursor:
        cursor.execute(
            HELD_ROWS,
            (as_array(asked), as_array(people), days, UNFINISHED, str(RowOutcome.NEW)),
        )
        return dict(cursor.fetchall())
