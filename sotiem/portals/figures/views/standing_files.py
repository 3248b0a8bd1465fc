"""The table of provinces and all that stands beside doses, for programs and spreadsheets."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO
from typing import Any, Final

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sotiem.indicators import rules
from sotiem.indicators.models import PublicStanding
from sotiem.places.facts import Version
from sotiem.portals.components.access import public
from sotiem.portals.components.downloads import csv_answer, file_answer, kept_by_others
from sotiem.portals.figures import ranking, reading, standing
from sotiem.portals.figures.columns import COLUMNS
from sotiem.portals.figures.views.files import PARQUET
from sotiem.portals.figures.views.pages import day_asked, eras_asked

LONG: Final = {"table": pl.String, "row": pl.String, "measure": pl.String, "number": pl.Int64}
WIDE: Final = {"code": pl.String, "name": pl.String, **dict.fromkeys(COLUMNS, pl.Float64)}
Rows = Sequence[Sequence[object]]


def _path(code: str) -> str:
    return reading.path_of(code) if code else reading.COUNTRY


def _standing_of(request: HttpRequest, code: str = "") -> PublicStanding:
    found = standing.latest(_path(code), day_asked(request))
    if found is None:
        raise Http404
    return found


def _tag(request: HttpRequest, kind: str, code: str = "") -> str:
    _known(kind)
    return f'"{_standing_of(request, code).day:%Y%m%d}-{kind}"'


def _tag_of_table(request: HttpRequest, kind: str) -> str:
    _known(kind)
    day = reading.day_published(reading.COUNTRY, day_asked(request))
    if day is None:
        raise Http404
    return f'"{day:%Y%m%d}-{eras_asked(request)}-{kind}"'


@public
@require_safe
@kept_by_others(_tag)
def standing_file(request: HttpRequest, kind: str, code: str = "") -> HttpResponse:
    """Every number of a place as it was published: a line for each."""
    published = _standing_of(request, code)
    head = {"place": published.path, **_head(published.day, published)}
    return _answer(
        kind,
        f"tinh-hinh-{code or 'vn'}-{published.day}",
        schema=LONG,
        rows=lambda: list(_lines(published)),
        told=lambda: {**head, **published.figures},
    )


def _lines(published: PublicStanding) -> Iterator[list[object]]:
    for table_name, rows in published.figures.items():
        for row, numbers in rows.items():
            for measure, number in numbers.items():
                yield [table_name, row, measure, number]


@public
@require_safe
@kept_by_others(_tag_of_table)
def table(request: HttpRequest, kind: str) -> HttpResponse:
    """The columns of 2021 and those of the record, a line for each province; first the country."""
    day = day_asked(request)
    published = reading.on(day) if day else reading.latest()
    if published is None:
        raise Http404
    version = eras_asked(request)
    country, places = ranking.places_of(published, version)
    rows = [
        [place.code, place.name, *(column.value(place, country) for column in COLUMNS.values())]
        for place in (country, *places)
    ]
    return _answer(
        kind,
        f"bang-{63 if version is Version.OLD else 34}-{published.day}",
        schema=WIDE,
        rows=lambda: rows,
        told=lambda: {
            **_head(published.day, published),
            "rows": [dict(zip(WIDE, row, strict=True)) for row in rows],
        },
    )


def _head(day: date, published: Any) -> dict[str, object]:
    return {
        "day": day.isoformat(),
        "published_at": published.published_at.isoformat(),
        "rounded_down_to_multiples_of": rules.STEP,
    }


def _answer(
    kind: str,
    name: str,
    *,
    schema: dict[str, Any],
    rows: Callable[[], Rows],
    told: Callable[[], dict[str, object]],
) -> HttpResponse:
    if kind == "json":
        return JsonResponse(told(), json_dumps_params={"ensure_ascii": False})
    if kind == "csv":
        lines = [["" if cell is None else cell for cell in row] for row in rows()]
        return csv_answer(f"{name}.csv", [tuple(schema), *lines])
    frame = pl.DataFrame([list(row) for row in rows()], schema=schema, orient="row", strict=False)
    written = BytesIO()
    frame.write_parquet(written)
    return file_answer(f"{name}.parquet", written.getvalue(), PARQUET)


def _known(kind: str) -> None:
    if kind not in ("json", "csv", "parquet"):
        raise Http404
