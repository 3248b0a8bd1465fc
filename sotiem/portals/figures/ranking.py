"""Provinces in order by one column, the best and the worst of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sotiem.accounts.facts import Jurisdiction
from sotiem.indicators.models import PublicDoses
from sotiem.places.facts import Version
from sotiem.places.queries import adults, populations
from sotiem.portals.figures import reading, standing
from sotiem.portals.figures.columns import Column, Place, Value

SHOWN: Final = 5
COUNTRY: Final = Jurisdiction.country().path


@dataclass(frozen=True, slots=True)
class Line:
    """One place with what each column of its table tells of it."""

    place: Place
    values: Sequence[tuple[Column, Value]]


def places_of(published: PublicDoses, version: Version) -> tuple[Place, list[Place]]:
    """The country and its provinces, by today's list or the one before; last what has no place."""
    told = standing.on(published.day)
    parts = told["parts"] if told and version is Version.NEW else {}
    grown = adults() if version is Version.NEW else {}
    places = [
        Place(
            code=row.code,
            name=row.name,
            doses=row.numbers,
            told=parts.get(reading.path_of(row.code) if row.code else COUNTRY, {}),
            people=row.people,
            adults=grown.get(f"{version}:{row.code}"),
            has_page=row.has_page,
        )
        for row in reading.rows_of(published, version)
    ]
    country = Place(
        code=COUNTRY,
        name="",
        doses=reading.figures_of(published)["totals"],
        told=told["totals"][""] if told else {},
        people=sum(populations().values()),
        adults=sum(adults().values()),
    )
    return country, places


def line_of(place: Place, country: Place, columns: Sequence[Column]) -> Line:
    return Line(place, [(column, column.value(place, country)) for column in columns])


def in_order(
    places: Sequence[Place], country: Place, column: Column, *, falling: bool
) -> list[Place]:
    """By a column; what cannot be told stands last, whichever way. Equal ones keep their order."""
    known = [place for place in places if place.code and column.value(place, country) is not None]
    other = [place for place in places if place not in known]
    known.sort(key=lambda place: column.value(place, country) or 0, reverse=falling)
    return [*known, *other]


def best_and_worst(
    places: Sequence[Place], country: Place, column: Column
) -> tuple[list[tuple[Place, Value]], list[tuple[Place, Value]]]:
    """Up to five at either end, best first and worst first; nobody stands in both."""
    ordered = in_order(places, country, column, falling=column.high_is_good)
    told = [(place, column.value(place, country)) for place in ordered if place.code]
    told = [(place, value) for place, value in told if value is not None]
    each = min(SHOWN, len(told) // 2)
    return told[:each], told[::-1][:each]
