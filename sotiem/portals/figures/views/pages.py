"""The country's figures, a province's, and two places side by side."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.indicators.facts import (
    DOSE_MEASURES,
    FIRST_DAY,
    REGISTERED,
    PublicPlace,
    Standing,
    Told,
)
from sotiem.indicators.models import PublicDoses
from sotiem.places.facts import Version
from sotiem.places.queries import provinces
from sotiem.portals.components.access import public
from sotiem.portals.figures import ranking, reading, standing, words
from sotiem.portals.figures.charts import ages_of, days_of
from sotiem.portals.figures.columns import (
    IN_STEPS,
    TABLES,
    missing,
    per_hundred_thousand,
    share,
    soon,
    unverified,
    verified,
)
from sotiem.portals.figures.map import map_of
from sotiem.vaccines.models import Vaccine

ERAS: Final = {"34": Version.NEW, "63": Version.OLD}
AGED: Final = "first"


@public
@require_safe
def country(request: HttpRequest) -> HttpResponse:
    """The country: four numbers, the map, the table of provinces, days, ages, vaccines."""
    measure, version = _measure(request), eras_asked(request)
    published = published_for(request, reading.COUNTRY)
    facts = {**_shown(request, published, measure), "era": "63" if version is Version.OLD else "34"}
    if published is not None:
        rows = reading.rows_of(published, version)
        facts |= {
            "map": map_of(rows, measure, version),
            "rows": [(row, row.per_hundred(measure)) for row in rows],
        }
        told = standing.on(published.day)
        facts |= {"told": told["totals"][""], **_told(told["totals"][""])} if told else {}
    return render(request, "figures/country.html", facts)


@public
@require_safe
def province(request: HttpRequest, code: str) -> HttpResponse:
    """A province: the same, by commune."""
    place = next((each for each in provinces(Version.NEW) if each.code == code), None)
    if place is None:
        raise Http404
    measure = _measure(request)
    path = reading.path_of(code)
    published = published_for(request, path)
    facts = _shown(request, published, measure) | {"place": place}
    if published is not None:
        facts["rows"] = reading.communes_of(published)
    stands = standing.latest(path, published.day if published is not None else day_asked(request))
    if stands is not None:
        facts |= {"stands": stands, **standing_facts(stands.figures)}
    return render(request, "figures/province.html", facts)


@public
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two provinces side by side."""
    known = provinces(Version.NEW)
    asked = [request.GET.get(name, "") for name in ("a", "b")]
    published = published_for(request, reading.COUNTRY)
    country_, places = (
        ranking.places_of(published, Version.NEW) if published is not None else (None, [])
    )
    rows = {place.code: place for place in places}
    both = [rows[code] for code in asked if code in rows]
    facts = {
        "known": known,
        "asked": asked,
        "both": both if len(both) == len(asked) else [],
        "published": published,
        "asked_day": day_asked(request),
        "span": reading.days_published(),
        "kept": zip(("a", "b"), asked, strict=True),
        "in_steps": IN_STEPS,
        "lines": [
            (
                words.MEASURES[measure],
                measure,
                [share(place.doses.get(measure), place.people) for place in both],
            )
            for measure in DOSE_MEASURES
        ],
        "columns": [
            (column, [column.value(place, country_) for place in both])
            for columns in TABLES.values()
            for column in columns
            if country_ is not None and column.key != "doses"
        ],
    }
    return render(request, "figures/compare.html", facts)


def _measure(request: HttpRequest) -> str:
    asked = request.GET.get("so", AGED)
    return asked if asked in DOSE_MEASURES else AGED


def eras_asked(request: HttpRequest) -> Version:
    return ERAS.get(request.GET.get("dia-gioi", "34"), Version.NEW)


def day_asked(request: HttpRequest) -> date | None:
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return None


def _year(request: HttpRequest) -> int | None:
    asked = request.GET.get("nam", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None


def published_for(request: HttpRequest, path: str) -> PublicDoses | None:
    """What was published for the day asked for; of a day without, what was published last."""
    day = day_asked(request)
    return (day and reading.on(day, path)) or reading.latest(path)


def standing_facts(told: Standing) -> dict[str, Any]:
    """All that is told of a place beside doses."""
    totals = told["totals"][""]
    return {
        "told": totals,
        "supply": standing.supply_of(told),
        "decisions": standing.decisions_of(told),
        "reactions": standing.reactions_of(told),
        "registrations": standing.registrations_of(told),
        "facilities": standing.facilities_of(told),
        **_told(totals),
    }


def _told(totals: Told) -> dict[str, Any]:
    """What is worked out of the numbers of a place."""
    entered = totals["last_entered"]
    return {
        "told_entered": None if entered is None else FIRST_DAY + timedelta(days=entered),
        "registered": sum(totals[name] or 0 for name in REGISTERED if name != "left"),
        "entered_share": share(totals["recorded"], totals["used"]),
        "missing": missing(totals),
        "soon": soon(totals),
        "verified": verified(totals),
        "unverified": unverified(totals),
        "reaction_rate": per_hundred_thousand(totals["reactions"], totals["recorded"]),
        "delays": standing.delays_of(totals),
    }


def _shown(request: HttpRequest, published: PublicDoses | None, measure: str) -> dict[str, Any]:
    span = reading.days_published()
    facts: dict[str, Any] = {
        "published": published,
        "measure": measure,
        "measures": words.MEASURES,
        "short": words.SHORT,
        "span": span,
        "asked_day": day_asked(request),
        "kept": [("so", measure)],
    }
    if published is None:
        return facts
    figures = reading.figures_of(published)
    facts |= {
        "figures": figures,
        "days": days_of(figures["days"], measure, _year(request)),
        "ages": ages_of(figures["ages"], AGED if measure == "doses" else measure),
        "aged": AGED if measure == "doses" else measure,
        "vaccines": _vaccines(figures["vaccines"]),
        "last_entered": _last_entered(figures),
    }
    newest = reading.latest(published.path) if span and published.day != span[1] else None
    if newest is not None and newest.day != published.day:
        facts["known_today"] = reading.until(reading.figures_of(newest), published.day)
        facts["newest"] = newest
    return facts


def _last_entered(figures: PublicPlace) -> date | None:
    number = figures["last_entered"]
    return None if number is None else FIRST_DAY + timedelta(days=number)


def _vaccines(counted: dict[str, dict[str, int]]) -> list[tuple[Vaccine, int]]:
    found = Vaccine.objects.filter(code__in=counted).order_by("position")
    return [(vaccine, counted[vaccine.code].get("doses", 0)) for vaccine in found]
