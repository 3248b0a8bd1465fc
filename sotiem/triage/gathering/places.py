"""What is on record of the days and lots that reports name: sessions, doses, lots, waiting rows."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from django.db import connection

from sotiem.doses.facts import DoseFacts, DoseStatus
from sotiem.foundation.bulk import array_of, as_array
from sotiem.imports.waiting import rows_waiting_for
from sotiem.matching.rules.records import Traits
from sotiem.supply.models import Lot as KnownLot
from sotiem.triage.facts import Lot

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
SELECT asked.facility, asked.day, asked.lot, asked.vaccine, (
    SELECT count(*) FROM (
        SELECT FROM doses_doseversion AS version
        JOIN doses_dose AS dose ON dose.current_id = version.id
        WHERE version.lot_number = asked.lot AND version.facility_id = asked.facility
            AND version.administered_on = asked.day AND version.vaccine_id = asked.vaccine
            AND version.status = %s
        LIMIT %s
    ) AS counted
)
FROM (
    SELECT DISTINCT * FROM unnest(%s::bigint[], %s::date[], %s::text[], %s::bigint[])
        AS told (facility, day, lot, vaccine)
) AS asked
"""
# A row of a sheet that is so likely about a person is hers.
SURE: Final = 0.95


@dataclass(frozen=True, slots=True)
class Places:
    """By facility and day, or by lot: how many doses stand there; by report: rows that wait."""

    sessions: Mapping[tuple[int, date], int]
    lots_given: Mapping[tuple[int, date, str, int], int]
    lots: Mapping[str, tuple[Lot, ...]]
    rows: Mapping[int, int]

    @classmethod
    def read(cls, claimed: Mapping[int, DoseFacts | None], traits: Mapping[int, Traits]) -> Self:
        """`traits` is whom each report tells of, as matching compares people."""
        named = {pk: facts for pk, facts in claimed.items() if facts is not None}
        return cls(
            sessions=_sessions(named),
            lots_given=_lots_given(named),
            lots=_lots(named),
            rows=_rows(named, traits),
        )

    def session(self, facts: DoseFacts) -> int:
        return self.sessions.get((facts.facility_id or 0, facts.administered_on), 0)

    def lot_given(self, facts: DoseFacts) -> int:
        return self.lots_given.get(_of_lot(facts), 0)


def _of_lot(facts: DoseFacts) -> tuple[int, date, str, int]:
    place = facts.facility_id or 0
    return place, facts.administered_on, facts.lot_number, facts.vaccine_id


def _sessions(named: Mapping[int, DoseFacts]) -> dict[tuple[int, date], int]:
    asked = {
        (facts.facility_id, facts.administered_on)
        for facts in named.values()
        if facts.facility_id is not None
    }
    if not asked:
        return {}
    places, days = zip(*asked, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(SESSIONS, [as_array(places), list(days)])
        return {(place, day): number or 0 for place, day, number in cursor.fetchall()}


def _lots_given(named: Mapping[int, DoseFacts]) -> dict[tuple[int, date, str, int], int]:
    asked = {
        _of_lot(facts)
        for facts in named.values()
        if facts.facility_id is not None and facts.lot_number
    }
    if not asked:
        return {}
    places, days, lots, vaccines = zip(*asked, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            LOTS_GIVEN,
            [
                str(DoseStatus.COMPLETED),
                ENOUGH,
                as_array(places),
                list(days),
                list(lots),
                as_array(vaccines),
            ],
        )
        return {
            (place, day, lot, vaccine): number
            for place, day, lot, vaccine, number in cursor.fetchall()
        }


def _lots(named: Mapping[int, DoseFacts]) -> dict[str, tuple[Lot, ...]]:
    numbers = sorted({facts.lot_number for facts in named.values() if facts.lot_number})
    found: defaultdict[str, tuple[Lot, ...]] = defaultdict(tuple)
    if numbers:
        lots = KnownLot.objects.filter(number__in=array_of(numbers)).order_by("pk")
        for number, vaccine_id, until in lots.values_list("number", "vaccine_id", "expires_on"):
            found[number] += (Lot(vaccine_id=vaccine_id, expires_on=until),)
    return found


def _rows(named: Mapping[int, DoseFacts], traits: Mapping[int, Traits]) -> dict[int, int]:
    """How many rows of sheets wait that say what each report says."""
    asked = [pk for pk in named if pk in traits]
    numbers: defaultdict[int, int] = defaultdict(int)
    for place, row, likely in rows_waiting_for([traits[pk] for pk in asked]):
        facts = named[asked[place]]
        same = (row.vaccine_id, row.given_on) == (facts.vaccine_id, facts.administered_on)
        there = facts.facility_id is None or row.facility_id == facts.facility_id
        if same and there and likely >= SURE:
            numbers[asked[place]] += 1
    return numbers
