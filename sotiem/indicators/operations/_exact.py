"""The true numbers of the country and its provinces, of which the public ones are made."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import connection

from sotiem.accounts.facts import Jurisdiction
from sotiem.announcements.models import Announcement
from sotiem.announcements.states import AnnouncementState
from sotiem.facilities.models import Facility
from sotiem.facilities.permissions import province_of
from sotiem.facilities.queries import stops_on
from sotiem.indicators import queries
from sotiem.indicators.facts import FIRST_DAY, Told, Totals
from sotiem.indicators.reaction_measures import ALL
from sotiem.indicators.reaction_queries import reaction_counts
from sotiem.places.facts import Version
from sotiem.places.queries import provinces
from sotiem.registrations.states import CALLED, WAITING, RegistrationState
from sotiem.supply.queries import doses_used
from sotiem.supply.totals import SupplyTotals, decisions_until, supply_of, supply_of_parts

COUNTRY: Final = Jurisdiction.country().path
_AWAITED: Final = (AnnouncementState.RECEIVED, AnnouncementState.ASKED)
_OF_STATE: Final = {
    **dict.fromkeys(WAITING, "waiting"),
    **dict.fromkeys(CALLED, "invited"),
    RegistrationState.VACCINATED: "vaccinated",
    RegistrationState.WITHDRAWN: "left",
}
_COUNTED: Final = """
SELECT path, what, label, CASE WHEN what IN ('delay', 'entered') THEN bucket ELSE 0 END,
    sum(number)::bigint
FROM indicators_figure
WHERE (path = 'vn' OR above = 'vn') AND what IN ('delay', 'entered', 'identity', 'register')
GROUP BY 1, 2, 3, 4
"""
_OF_FACILITIES: Final = """
SELECT facility.path, sum(figure.number)::bigint
FROM facilities_facility AS facility
JOIN indicators_figure AS figure ON figure.path = facility.path AND figure.what = 'doses'
GROUP BY 1
"""

Cells = Counter[tuple[str, str]]  # by row and measure


@dataclass(slots=True)
class Exact:
    """The true numbers of one place; `reports` is None where there never was one."""

    delays: Counter[int] = field(default_factory=Counter)
    last_entered: int | None = None
    identity: Counter[str] = field(default_factory=Counter)
    registrations: Cells = field(default_factory=Counter)
    reactions: Cells = field(default_factory=Counter)
    facilities: Counter[str] = field(default_factory=Counter)
    supply: Mapping[str, SupplyTotals] = field(default_factory=dict)
    reports: Totals = field(default_factory=Totals)


Places = dict[str, Exact]


@dataclass(frozen=True, slots=True)
class OfFacility:
    """What the stock of a facility says was used, and what was entered, of all vaccines."""

    code: str
    path: str
    used: int
    recorded: int

    @property
    def commune(self) -> str:
        return self.path.rpartition("/")[0]


def exact_places(day: date, *, at: datetime) -> Places:
    """The country and every province of today's list, by path.

    What lies in a unit of the old list belongs to the country alone.
    """
    known = [f"{COUNTRY}/{province.unit_code}" for province in provinces(Version.NEW)]
    places: Places = {path: Exact() for path in (COUNTRY, *sorted(known))}
    _take_counted(places)
    for part in queries.parts(COUNTRY, at=at):
        if not part.is_itself and part.path in places:
            places[part.path].reports = part.totals
    places[COUNTRY].reports = queries.whole(COUNTRY, at=at).totals
    for told in reaction_counts(COUNTRY, since=FIRST_DAY, until=day, with_parts=True):
        if told.label == ALL and told.path in places:
            cells = places[told.path].reactions
            cells[told.vaccine, "reactions"] += told.number
            cells[told.vaccine, "serious"] += told.number if told.is_serious else 0
    _take_facilities(places, day)
    places[COUNTRY].supply = supply_of(COUNTRY, until=day)
    for path, of_vaccines in supply_of_parts(COUNTRY, until=day).items():
        if path in places:
            places[path].supply = of_vaccines
    return places


def _take_counted(places: Places) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        for path, what, label, bucket, number in cursor.fetchall():
            if (place := places.get(path)) is None:
                continue
            if what == "delay":
                place.delays[bucket] += number
            elif what == "entered":
                place.last_entered = max(place.last_entered or bucket, bucket)
            elif what == "identity":
                place.identity[label] += number
            else:
                group, _, state = label.partition(" ")
                place.registrations[group, _OF_STATE[RegistrationState(state)]] += number


def _take_facilities(places: Places, day: date) -> None:
    known = dict(Facility.objects.values_list("pk", "path"))
    stopped = stops_on(list(known), day)
    for key, path in known.items():
        _count_facility(places, path, "stopped" if key in stopped else "working")
    waiting = Announcement.objects.filter(state__in=_AWAITED, facility=None)
    for path in waiting.values_list("path", flat=True):
        _count_facility(places, path, "announced")


def _count_facility(places: Places, path: str, how: str) -> None:
    for above in (COUNTRY, province_of(path).path):
        if above in places:
            places[above].facilities[how] += 1


def facilities_by_province(paths: Collection[str], day: date) -> Mapping[str, list[OfFacility]]:
    """The facilities of each province that used or entered something, up to the end of a day."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_FACILITIES)
        recorded: dict[str, int] = dict(cursor.fetchall())
    used: Counter[int] = Counter()
    for each in doses_used([COUNTRY], FIRST_DAY, day):
        used[each.facility_id] += each.doses
    found: dict[str, list[OfFacility]] = defaultdict(list)
    for key, path, code in Facility.objects.values_list("pk", "path", "code"):
        province = province_of(path).path
        if province in paths and (key in used or path in recorded):
            facility = OfFacility(code, path, max(used[key], 0), recorded.get(path, 0))
            found[province].append(facility)
    for facilities in found.values():
        facilities.sort(key=lambda facility: facility.path)
    return found


def what_belongs_to_none(places: Places) -> Exact:
    """The country without its provinces: who lives nobody knows where, a national store."""
    country = places[COUNTRY]
    parts = [place for path, place in places.items() if path != COUNTRY]
    own = Exact()
    for name in ("delays", "identity", "registrations", "reactions", "facilities"):
        left = Counter(getattr(country, name))
        for part in parts:
            left.subtract(getattr(part, name))
        setattr(own, name, +left)
    reports = {
        name: getattr(country.reports, name) - sum(getattr(part.reports, name) for part in parts)
        for name in ("open", "overdue", "accepted", "refused", "withdrawn")
    }
    own.reports = Totals(**reports)
    own.supply = {
        code: _without(whole, [part.supply[code] for part in parts if code in part.supply])
        for code, whole in country.supply.items()
    }
    return own


def _without(whole: SupplyTotals, parts: Collection[SupplyTotals]) -> SupplyTotals:
    return SupplyTotals(
        *(
            max(0, getattr(whole, name) - sum(getattr(part, name) for part in parts))
            for name in SupplyTotals.__slots__
        )
    )


def decisions_of(path: str, day: date) -> dict[str, Told]:
    """Decisions are public documents: they are told as they are."""
    return {
        f"{each.number} {each.vaccine_code}": {
            "decided_on": (each.decided_on - FIRST_DAY).days,
            "planned": each.planned,
            "arrived": each.arrived,
        }
        for each in decisions_until(path, until=day)
    }
