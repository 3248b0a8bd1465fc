"""How much vaccine came, was planned, arrived, was used and is left: by place, as days tell."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.db.models import F, QuerySet, Sum

from sotiem.accounts.facts import Jurisdiction
from sotiem.supply import allocations
from sotiem.supply.models import AllocationDecision, AllocationLine, SupplyDay

COUNTRY: Final = Jurisdiction.country().path
_STEPS_TO_A_COMMUNE: Final = 2


@dataclass(frozen=True, slots=True)
class SupplyTotals:
    """Doses of one vaccine in a place. What a count did not find is wasted, what it found is taken
    off there: so a country received what it used, wasted, has in stock and on the way."""

    received: int = 0  # doses that came from outside the country's stores, less what was returned
    planned: int = 0  # by decisions in force of the levels above; of the country by its own
    allocated: int = 0  # arrived under those decisions
    used: int = 0
    wasted: int = 0  # wasted in sessions, lost in stores and on the way
    in_stock: int = 0  # in stores, depots too
    in_transit: int = 0  # on the way to the place


@dataclass(frozen=True, slots=True)
class DecisionTotals:
    """One decision: what it gives away in doses, and what of it arrived."""

    number: str
    decided_on: date
    vaccine_code: str
    planned: int
    arrived: int


def supply_of(path: str, *, until: date) -> Mapping[str, SupplyTotals]:
    """By vaccine code: a unit and all below it, as movements of days up to `until` tell, known
    now."""
    days = SupplyDay.objects.filter(path=path, day__lte=until)
    deciders = _above(path) or (COUNTRY,)
    return _found(days, deciders, path, until, lambda _store: path).get(path, {})


def supply_of_parts(path: str, *, until: date) -> Mapping[str, Mapping[str, SupplyTotals]]:
    """The same for each unit directly below (provinces of the country: "vn/2025:79"), by path.

    A depot of the unit itself lies in none of its parts; those of a commune are its facilities.
    """
    steps = path.count("/") + 1
    days = SupplyDay.objects.filter(parent=path, day__lte=until)
    found = _found(days, (*_above(path), path), path, until, _first_of(steps + 1))
    is_above_communes = steps <= _STEPS_TO_A_COMMUNE
    return {
        part: totals
        for part, totals in found.items()
        if not is_above_communes or ":" in part.rpartition("/")[2]
    }


def decisions_until(path: str, *, until: date) -> list[DecisionTotals]:
    """Each decision of the unit to those below it that holds on that day, the latest first:
    number, day, vaccine code, planned, arrived."""
    decisions = list(
        AllocationDecision.objects.in_force(until)
        .filter(path=path)
        .select_related("vaccine")
        .newest_first()
    )
    lines = AllocationLine.objects.filter(decision__in=[each.pk for each in decisions])
    planned = dict(lines.values_list("decision").order_by().annotate(all=Sum("planned")))
    arrived = allocations.arrived_under([each.root_id for each in decisions], until=until)
    return [
        DecisionTotals(
            number=each.number,
            decided_on=each.decided_on,
            vaccine_code=each.vaccine.code,
            planned=planned.get(each.pk, 0),
            arrived=arrived.get(each.root_id, 0),
        )
        for each in decisions
    ]


def _above(path: str) -> tuple[str, ...]:
    """The places above one, the highest first."""
    steps = path.split("/")
    return tuple("/".join(steps[:length]) for length in range(1, len(steps)))


def _first_of(steps: int) -> Callable[[str], str]:
    """What makes a path as long as so many steps."""
    return lambda path: "/".join(path.split("/")[:steps])


def _found(
    days: QuerySet[SupplyDay],
    deciders: Sequence[str],
    within: str,
    until: date,
    part_of: Callable[[str], str],
) -> dict[str, dict[str, SupplyTotals]]:
    """The sums of these days by place and vaccine, with what the deciders planned for each."""
    allocated = F("by_country") + (F("by_province") if len(deciders) > 1 else 0)
    rows = days.values_list("path", "vaccine__code").order_by()
    found: dict[str, dict[str, SupplyTotals]] = {}
    for path, code, *sums in rows.annotate(
        all_received=Sum("received"),
        all_allocated=Sum(allocated),
        all_used=Sum("used"),
        all_wasted=Sum("wasted"),
        all_in_store=Sum("in_store"),
        all_in_transit=Sum("in_transit"),
    ):
        received, arrived, used, wasted, in_stock, in_transit = sums
        found.setdefault(path, {})[code] = SupplyTotals(
            received, 0, arrived, used, wasted, in_stock, in_transit
        )
    for store, code, doses in allocations.planned_by(deciders, within=within, on=until):
        place = found.setdefault(part_of(store), {})
        known = place.get(code, SupplyTotals())
        place[code] = replace(known, planned=known.planned + doses)
    return found
