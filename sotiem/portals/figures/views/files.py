"""The same figures for programs and spreadsheets, to be kept by whoever carries them on."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from sotiem.indicators import rules
from sotiem.indicators.facts import DOSE_MEASURES
from sotiem.indicators.models import PublicDoses
from sotiem.portals.components.access import public
from sotiem.portals.components.downloads import csv_answer, file_answer, kept_by_others
from sotiem.portals.figures import reading
from sotiem.portals.figures.views.pages import day_asked

COLUMNS: Final = ("table", "row", *DOSE_MEASURES)
SCHEMA: Final = {"table": pl.String, "row": pl.String, **dict.fromkeys(DOSE_MEASURES, pl.Int64)}
PARQUET: Final = "application/vnd.apache.parquet"


def _path(code: str) -> str:
    return reading.path_of(code) if code else reading.COUNTRY


def _published(request: HttpRequest, code: str = "") -> PublicDoses:
    path, day = _path(code), day_asked(request)
    found = reading.on(day, path) if day else reading.latest(path)
    if found is None:
        raise Http404
    return found


def _tag(request: HttpRequest, code: str = "") -> str:
    day = reading.day_published(_path(code), day_asked(request))
    if day is None:
        raise Http404
    return f'"{day:%Y%m%d}"'


_kept = kept_by_others(_tag)


@public
@require_safe
@_kept
def as_json(request: HttpRequest, code: str = "") -> HttpResponse:
    published = _published(request, code)
    told = {
        "place": published.path,
        "disease": published.disease,
        "day": published.day.isoformat(),
        "published_at": published.published_at.isoformat(),
        "rounded_down_to_multiples_of": rules.STEP,
        **published.figures,
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
@_kept
def as_csv(request: HttpRequest, code: str = "") -> HttpResponse:
    published = _published(request, code)
    lines = [["" if cell is None else cell for cell in line] for line in _lines(published)]
    return csv_answer(f"{_name(published, code)}.csv", [COLUMNS, *lines])


@public
@require_safe
@_kept
def as_parquet(request: HttpRequest, code: str = "") -> HttpResponse:
    published = _published(request, code)
    frame = pl.DataFrame(list(_lines(published)), schema=SCHEMA, orient="row")
    written = BytesIO()
    frame.write_parquet(written)
    return file_answer(f"{_name(published, code)}.parquet", written.getvalue(), PARQUET)


def _name(published: PublicDoses, code: str) -> str:
    return f"tiem-chung-{code or 'vn'}-{published.day}"


def _lines(published: PublicDoses) -> Iterator[list[object]]:
    figures = reading.figures_of(published)
    yield ["totals", "", *(figures["totals"][measure] for measure in DOSE_MEASURES)]
    for table in ("parts", "days", "ages", "vaccines"):
        for row, numbers in figures[table].items():
            label = reading.day_in_words(row) if table == "days" else row
            yield [table, label, *(numbers.get(measure) for measure in DOSE_MEASURES)]
