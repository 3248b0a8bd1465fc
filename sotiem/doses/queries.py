"""Reads used by more than one page or module. They see the person: all records that are joined."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, Subquery

from sotiem.doses.facts import DoseOnRecord, DoseStatus
from sotiem.doses.models import Dose, DoseVersion
from sotiem.doses.rules import Entry, doubles
from sotiem.facilities.models import Facility
from sotiem.foundation.bulk import array_of, as_array
from sotiem.supply.models import ConsignmentItem, Lot, StockBalance
from sotiem.vaccines.models import TargetDisease
from sotiem.vaccines.queries import known_vaccines, schedule_of
from sotiem.vaccines.schedule import Due, Given, due_next


def doses_of(patient_id: int) -> list[Dose]:
    """A person's doses that count, oldest first, each once, with what a page shows of them."""
    doses = list(
        Dose.objects.of_person(patient_id)
        .counting()
        .select_related("current__vaccine", "current__facility")
        .oldest_first()
    )
    again = doubles(
        Entry(
            dose_id=dose.pk,
            whole=0,
            disease_id=dose.current.vaccine.disease_id,
            administered_on=dose.current.administered_on,
            recorded_at=dose.recorded_at,
        )
        for dose in doses
    )
    return [dose for dose in doses if dose.pk not in again]


def dues_of(patient_id: int, birth: str, *, on: date) -> list[tuple[TargetDisease, Due]]:
    """What is due next for somebody against each disease that the schedule knows.

    `birth` is YYYY, YYYY-MM, YYYY-MM-DD or empty.
    """
    known, given = known_vaccines(), doses_by_person([patient_id]).get(patient_id, [])
    dues = []
    for disease_id, disease in {each.disease_id: each.disease for each in known.values()}.items():
        schedule = schedule_of(disease_id)
        doses = [
            Given(known[dose.vaccine_id].code, dose.administered_on)
            for dose in given
            if dose.disease_id == disease_id
        ]
        if schedule:
            dues.append((disease, due_next(doses, birth, schedule, on)))
    return dues


def known_days(patient_ids: Iterable[int]) -> set[tuple[int, int, date]]:
    """(patient, disease, day) of every dose that counts of these people, in whichever record."""
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_DAYS, [list(set(patient_ids)), DoseStatus.COMPLETED])
        return set(cursor.fetchall())


_GIVEN: Final = """
FROM patients_patient AS asked
JOIN patients_patient AS member ON member.principal_id = asked.principal_id
JOIN doses_dose AS dose ON dose.patient_id = member.id
JOIN doses_doseversion AS version ON version.id = dose.current_id
JOIN vaccines_vaccine AS vaccine ON vaccine.id = version.vaccine_id
"""
_KNOWN_DAYS: Final = f"""
SELECT DISTINCT asked.id, vaccine.disease_id, version.administered_on {_GIVEN}
WHERE asked.id = ANY(%s::bigint[]) AND version.status = %s
"""
_OF_PEOPLE: Final = f"""
SELECT DISTINCT ON (asked.id, version.administered_on, vaccine.disease_id)
    asked.id, dose.id, vaccine.disease_id, version.vaccine_id,
    version.vaccine_text, version.administered_on, version.lot_number,
    coalesce(facility.code, ''), coalesce(facility.name, ''), version.place
{_GIVEN}
LEFT JOIN facilities_facility AS facility ON facility.id = version.facility_id
WHERE asked.id = ANY(%s::bigint[]) AND version.status = %s
ORDER BY asked.id, version.administered_on, vaccine.disease_id, dose.recorded_at, dose.id
"""
"""Of doses against one disease on one day the first recorded counts (`rules.doubles`)."""


def doses_by_person(patient_ids: Iterable[int]) -> dict[int, list[DoseOnRecord]]:
    """The doses that count of each of these people, in whichever record, oldest first, each once.

    Asked in one statement, for very many people.
    """
    with connection.cursor() as cursor:
        cursor.execute(_OF_PEOPLE, [as_array(set(patient_ids)), DoseStatus.COMPLETED])
        rows = cursor.fetchall()
    found: defaultdict[int, list[DoseOnRecord]] = defaultdict(list)
    for whose, *told in rows:
        found[whose].append(DoseOnRecord._make(told))
    return dict(found)


def doses_of_lot(
    lot: Lot, facility: Facility, *, after: UUID | None = None, limit: int | None = None
) -> list[Dose]:
    """The doses of a lot that a facility gave and that count, with whose they are, as recorded."""
    doses = Dose.objects.counting().filter(_of_lot(lot), current__facility=facility)
    if after is not None:
        doses = doses.filter(pk__gt=Subquery(Dose.objects.filter(public_id=after).values("pk")))
    return list(doses.select_related("current", "patient__current").order_by("pk")[:limit])


def people_given_lot(lot: Lot, facility_ids: Iterable[int]) -> dict[int, int]:
    """How many people got a lot at each of these facilities."""
    given = Dose.objects.counting().filter(
        _of_lot(lot), current__facility_id__in=array_of(set(facility_ids))
    )
    people = given.values_list("current__facility_id").order_by("current__facility_id")
    return dict(people.annotate(people=Count("patient__principal_id", distinct=True)))


def stores_with_lot(lot: Lot, *, after: str = "", limit: int | None = None) -> list[Facility]:
    """The depots and facilities that ever had a lot in store, gave it, or are to get it, by code,
    from a code on."""
    kept = StockBalance.objects.filter(lot=lot, facility=OuterRef("pk"))
    coming = ConsignmentItem.objects.filter(
        lot=lot, on_way__gt=0, consignment__to_store=OuterRef("pk")
    )
    given = DoseVersion.objects.filter(
        lot_number=lot.number, vaccine=lot.vaccine_id, facility=OuterRef("pk")
    )
    stores = Facility.stores.filter(Exists(kept) | Exists(given) | Exists(coming), code__gt=after)
    return list(stores.order_by("code")[:limit])


def recalled_lots_given_at(facility: Facility) -> list[Lot]:
    """The lots under recall of which a facility gave doses, latest recall first."""
    given = DoseVersion.objects.filter(
        lot_number=OuterRef("number"), facility=facility, vaccine=OuterRef("vaccine")
    )
    lots = Lot.objects.under_recall().filter(Exists(given)).select_related("vaccine")
    return list(lots.order_by("-recalled_at", "-pk"))


def _of_lot(lot: Lot) -> Q:
    return Q(current__lot_number=lot.number, current__vaccine_id=lot.vaccine_id)
