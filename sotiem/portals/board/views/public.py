"""What everybody may know of the answers given: once a day, no small numbers."""

from datetime import datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.indicators import rules
from sotiem.indicators.models import PublicFigures
from sotiem.indicators.queries import latest_public_figures
from sotiem.portals.components.access import public
from sotiem.portals.components.downloads import csv_answer, kept_by_others
from sotiem.portals.figures.views.pages import day_asked
from sotiem.portals.office.scopes import names_of

COUNTS: Final = ("open", "accepted", "refused", "withdrawn")
COLUMNS: Final = ("place", "name", *COUNTS, "median_hours", "most_hours")


@public
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The page of these figures."""
    published = latest_public_figures()
    rows = _rows(published) if published else []
    counts = [{name: row[name] for name in COUNTS} for row in rows]
    facts = {"published": published, "rows": rows, "sums": rules.added_up(counts)}
    return render(request, "board/public.html", facts)


def _last_change(request: HttpRequest) -> datetime:
    return _published(request).published_at


def _tag(request: HttpRequest) -> str:
    return f'"{_published(request).day:%Y%m%d}"'


_kept = kept_by_others(_tag, _last_change)


@public
@require_safe
@_kept
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    published = _published(request)
    told = {
        "day": published.day.isoformat(),
        "published_at": published.published_at.isoformat(),
        "rounded_down_to_multiples_of": rules.STEP,
        "places": [{name: row[name] for name in COLUMNS} for row in _rows(published)],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
@_kept
def as_csv(request: HttpRequest) -> HttpResponse:
    """The same for spreadsheets."""
    published = _published(request)
    lines = [[_cell(row[name]) for name in COLUMNS] for row in _rows(published)]
    return csv_answer(f"phan-anh-{published.day}.csv", [COLUMNS, *lines])


def _published(request: HttpRequest) -> PublicFigures:
    """What was published for the day asked for by `ngay`, else last."""
    day = day_asked(request)
    published = PublicFigures.objects.filter(day=day).first() if day else latest_public_figures()
    if published is None:
        raise Http404
    return published


def _rows(published: PublicFigures) -> list[dict[str, Any]]:
    names = names_of(row["place"] for row in published.figures)
    return [{**row, "name": str(names[row["place"]])} for row in published.figures]


def _cell(value: object) -> object:
    return "" if value is None else value
