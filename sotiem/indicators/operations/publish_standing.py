"""What everybody may know of supply, entry, reports, reactions, registrations, identity and
facilities: once a day, and no number of people below five to be worked out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import combinations
from typing import cast

from django.db import transaction

from sotiem.indicators import rules
from sotiem.indicators.facts import (
    CLASSES_OF_DELAY,
    FACILITIES,
    KNOWN,
    REACTED,
    REGISTERED,
    PublicPlace,
    Standing,
    Told,
)
from sotiem.indicators.models import PublicDoses, PublicStanding
from sotiem.indicators.operations._exact import (
    COUNTRY,
    Cells,
    Exact,
    OfFacility,
    decisions_of,
    exact_places,
    facilities_by_province,
    what_belongs_to_none,
)
from sotiem.indicators.operations._supply import Stocks, country_supply, province_supply, total_of
from sotiem.indicators.queries import HALF, NINE_IN_TEN
from sotiem.vaccines.models import Vaccine


@transaction.atomic
def publish_standing(*, at: datetime) -> list[PublicStanding]:
    """Keep what everybody may know, for the day that ended last. Asking again changes nothing.

    The doses of that day are published before.
    """
    day = rules.day_that_ended(at)
    if PublicStanding.objects.filter(day=day).exists():
        return []
    return PublicStanding.objects.bulk_create(
        PublicStanding(day=day, path=path, figures=figures, published_at=at)
        for path, figures in _standings(day, at=at).items()
    )


def _standings(day: date, *, at: datetime) -> dict[str, Standing]:
    exact = exact_places(day, at=at)
    own = what_belongs_to_none(exact)
    doses = {one.path: cast(PublicPlace, one.figures) for one in _published_doses(day)}
    provinces = [path for path in exact if path != COUNTRY]
    facilities = facilities_by_province(provinces, day)
    found = {
        path: _place(exact[path], doses.get(path), facilities.get(path, [])) for path in provinces
    }
    beside = _place(own, None, [])
    country = _country(exact, {**found, COUNTRY: beside}, doses.get(COUNTRY))
    for path, standing in {COUNTRY: country, **found}.items():
        standing["decisions"] = decisions_of(path, day)
    return {COUNTRY: country, **found}


def _published_doses(day: date) -> Iterable[PublicDoses]:
    diseases = Vaccine.objects.values("disease__code")
    return PublicDoses.objects.filter(day=day, disease__in=diseases).order_by("-path", "disease")


def _place(exact: Exact, doses: PublicPlace | None, facilities: Sequence[OfFacility]) -> Standing:
    """The public figures of a province, or of what belongs to none."""
    entered = [_class_of(exact.delays, name) for name in CLASSES_OF_DELAY]
    used = [rules.rounded_down(each.used) for each in exact.supply.values()]
    tables = _tables(doses)
    tells_entered = rules.hides_small_numbers([*tables, entered])
    tables += [entered] * tells_entered
    tells_used = rules.hide_beside(tables, [used])
    shown = _facilities(facilities, doses["parts"] if doses is not None else {})
    recorded, from_stock = _rounded(facilities)
    groups = [[*tables, recorded], [used] * tells_used, [from_stock]]
    tells_facilities = all(rules.hide_beside(*pair) for pair in combinations(groups, 2))
    supply = province_supply(exact.supply, _recorded(doses), tells_used=tells_used)
    standing = _tables_of(exact, supply)
    standing["facilities"] = shown if tells_facilities else {}
    standing["totals"][""] |= {
        name: number if tells_entered else None
        for name, number in zip(CLASSES_OF_DELAY, entered, strict=True)
    }
    return standing


def _rounded(facilities: Sequence[OfFacility]) -> tuple[list[int], list[int]]:
    """What was entered, and what was used."""
    return (
        [rules.rounded_down(each.recorded) for each in facilities],
        [rules.rounded_down(each.used) for each in facilities],
    )


def _tables(doses: PublicPlace | None) -> list[list[int]]:
    """Every published table of the doses of a place."""
    if doses is None:
        return []
    found = (doses["parts"], doses["days"], doses["vaccines"])
    return [
        [numbers["doses"] for numbers in table.values() if "doses" in numbers] for table in found
    ]


def _recorded(doses: PublicPlace | None) -> Mapping[str, int] | None:
    """Doses by vaccine; None where they were not published by vaccine."""
    if doses is None:
        return {}
    told = {code: numbers.get("doses") for code, numbers in doses["vaccines"].items()}
    known = {code: number for code, number in told.items() if number is not None}
    return known if len(known) == len(told) else None


def _facilities(
    facilities: Sequence[OfFacility], communes: Mapping[str, Mapping[str, int]]
) -> dict[str, Told]:
    """What each facility used and entered, where its commune's number does not let one find more.

    A commune with several facilities may tell so much of them that a small number is left over.
    """
    by_commune: dict[str, list[OfFacility]] = defaultdict(list)
    for each in facilities:
        by_commune[each.commune].append(each)
    found: dict[str, Told] = {}
    for commune, several in by_commune.items():
        recorded, used = _rounded(several)
        whole = communes.get(commune, {}).get("doses", 0)
        if rules.hide_beside([[whole], recorded], [used]):
            for each, in_book, from_stock in zip(several, recorded, used, strict=True):
                found[each.code] = {"used": from_stock, "recorded": in_book}
    return found


def _tables_of(exact: Exact, supply: Stocks) -> Standing:
    reactions = _rows(exact.reactions, REACTED)
    registrations = _rows(exact.registrations, REGISTERED)
    totals: Told = {
        **total_of(supply),
        **_delay(exact.delays),
        "last_entered": exact.last_entered,
        **_reports(exact),
        **_added_up(reactions.values(), REACTED),
        **_added_up(registrations.values(), REGISTERED),
        **{name: rules.rounded_down(exact.identity[name]) for name in KNOWN},
        **{name: exact.facilities[name] for name in FACILITIES},
    }
    return {
        "totals": {"": totals},
        "parts": {},
        "supply": dict(supply),
        "reactions": reactions,
        "registrations": registrations,
    }


def _class_of(delays: Mapping[int, int], name: str) -> int:
    names = list(CLASSES_OF_DELAY)
    place = names.index(name)
    since = -1 if not place else cast(int, CLASSES_OF_DELAY[names[place - 1]])
    until = CLASSES_OF_DELAY[name]
    within = [
        number
        for days, number in delays.items()
        if days > since and (until is None or days <= until)
    ]
    return rules.rounded_down(sum(within))


def _delay(delays: Mapping[int, int]) -> Told:
    tells = sum(delays.values()) >= rules.FEWEST_FOR_HOURS
    half, most = (rules.within_hours(delays, share=share) for share in (HALF, NINE_IN_TEN))
    return {
        "half_days": half - 1 if tells and half is not None else None,
        "most_days": most - 1 if tells and most is not None else None,
    }


def _reports(exact: Exact) -> Told:
    reports = exact.reports
    tells = reports.decided >= rules.FEWEST_FOR_HOURS
    return {
        "open": rules.rounded_down(reports.open),
        "overdue": rules.rounded_down(reports.overdue),
        "accepted": rules.rounded_down(reports.accepted),
        "refused": rules.rounded_down(reports.refused),
        "withdrawn": rules.rounded_down(reports.withdrawn),
        "half_hours": reports.median if tells else None,
        "most_hours": reports.most if tells else None,
    }


def _rows(cells: Cells, measures: Sequence[str]) -> dict[str, Told]:
    rows = sorted({row for row, _ in cells})
    return {row: {name: rules.rounded_down(cells[row, name]) for name in measures} for row in rows}


def _added_up(rows: Iterable[Told], measures: Iterable[str]) -> Told:
    """Sums of the public numbers that are told; None where there is none."""
    several = list(rows)
    found: Told = {}
    for name in measures:
        known = [number for row in several if (number := row.get(name)) is not None]
        found[name] = sum(known) if known or not several else None
    return found


def _country(
    exact: Mapping[str, Exact], parts: Mapping[str, Standing], doses: PublicPlace | None
) -> Standing:
    """Public numbers added up; of reactions the country's own, which are few where they matter."""
    whole = exact[COUNTRY]
    rows = {path: part["totals"][""] for path, part in parts.items()}
    supply = country_supply(
        whole.supply, {path: part["supply"] for path, part in parts.items()}, _recorded(doses)
    )
    summed = _added_up(
        rows.values(),
        (*CLASSES_OF_DELAY, "open", "overdue", "accepted", "refused", "withdrawn", *KNOWN),
    )
    reactions = _reactions_of_country(whole, [part["reactions"] for part in parts.values()])
    of_groups: dict[str, list[Told]] = defaultdict(list)
    for part in parts.values():
        for group, row in part["registrations"].items():
            of_groups[group].append(row)
    registrations = {
        group: _added_up(several, REGISTERED) for group, several in sorted(of_groups.items())
    }
    standing = _tables_of(whole, supply)
    standing["totals"][""] |= {
        **summed,
        **_added_up(reactions.values(), REACTED),
        **_added_up(registrations.values(), REGISTERED),
    }
    shown = {path: row for path, row in rows.items() if path != COUNTRY or any(row.values())}
    return {
        **standing,
        "parts": shown,
        "reactions": reactions,
        "registrations": registrations,
        "facilities": {},
    }


def _reactions_of_country(whole: Exact, parts: Sequence[Mapping[str, Told]]) -> dict[str, Told]:
    """Rounded once, where the provinces' numbers do not let one find more; else theirs added up."""
    found = _rows(whole.reactions, REACTED)
    for vaccine, row in found.items():
        for name in REACTED:
            below = [part.get(vaccine, {}).get(name) or 0 for part in parts]
            if not rules.hides_small_numbers([[row[name] or 0], below]):
                row[name] = sum(below)
    return found
