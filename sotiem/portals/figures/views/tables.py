"""Provinces in order by any column, and all that is told of the country beside doses."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.places.facts import Version
from sotiem.portals.components.access import public
from sotiem.portals.figures import ranking, reading, standing, words
from sotiem.portals.figures.columns import COLUMNS, IN_STEPS, TABLES
from sotiem.portals.figures.views.pages import day_asked, eras_asked, published_for, standing_facts

FIRST: Final = {"2021": "first_share", "so": "entered_share"}


@public
@require_safe
def table(request: HttpRequest) -> HttpResponse:
    """The columns of 2021, or how true the record is, for the country and each province."""
    which = request.GET.get("bang", "2021")
    which = which if which in TABLES else "2021"
    columns = TABLES[which]
    column = COLUMNS.get(request.GET.get("cot", ""), COLUMNS[FIRST[which]])
    column = column if column in columns else COLUMNS[FIRST[which]]
    falling = request.GET.get("chieu", "giam") != "tang"
    published = published_for(request, reading.COUNTRY)
    version = eras_asked(request)
    facts: dict[str, Any] = {
        "published": published,
        "asked_day": day_asked(request),
        "span": reading.days_published(),
        "kept": [
            ("bang", which),
            ("cot", column.key),
            ("chieu", "giam" if falling else "tang"),
            ("dia-gioi", "63" if version is Version.OLD else "34"),
        ],
        "which": which,
        "tables": words.TABLES,
        "columns": columns,
        "column": column,
        "chosen": column,
        "falling": falling,
        "in_steps": IN_STEPS,
        "era": "63" if version is Version.OLD else "34",
    }
    if published is not None:
        country, places = ranking.places_of(published, version)
        ordered = ranking.in_order(places, country, column, falling=falling)
        facts["lines"] = [ranking.line_of(place, country, columns) for place in ordered]
        facts["country_line"] = ranking.line_of(country, country, columns)
        facts["best"], facts["worst"] = ranking.best_and_worst(places, country, column)
    return render(request, "figures/table.html", facts)


@public
@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The country: vaccines by decision and product, registrations, reactions."""
    published = standing.latest(day=day_asked(request)) or standing.latest()
    facts: dict[str, Any] = {
        "published": published,
        "asked_day": day_asked(request),
        "span": reading.days_published(),
        **(standing_facts(published.figures) if published is not None else {}),
    }
    return render(request, "figures/whole.html", facts)
