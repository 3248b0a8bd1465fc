from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff
from sotiem.portals.components.downloads import csv_answer, xlsx_answer
from sotiem.portals.deadlines.standings import (
    Level,
    Place,
    facilities,
    levels_below,
    parts,
    whole,
    within,
)
from sotiem.portals.deadlines.trend import trend_of
from sotiem.portals.deadlines.views._found import Looked, looked_at
from sotiem.portals.deadlines.views._rows import (
    late_of,
    level_asked,
    levels_of,
    row_of,
    rows_of,
)
from sotiem.portals.deadlines.words import LEVELS
from sotiem.portals.office.scopes import names_of

ROWS_ON_PAPER: Final = 18  # what an A4 page holds in large letters
ROWS_ON_A_WALL: Final = 12
SECONDS_BETWEEN_LOOKS: Final = 60


@staff(Role.OFFICER)
@require_safe
def printable(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For the command centre's table: a page for the place, and one for each level below."""
    looked = looked_at(request, public_id)
    facts = {
        **_place(looked),
        "sheets": [_sheet(looked, each) for each in levels_below(looked.path)],
    }
    return render(request, "deadlines/printable.html", facts)


@staff(Role.OFFICER)
@require_safe
@never_cache
def wall(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """For the command centre's wall: the same numbers, larger, and always of now."""
    looked = looked_at(request, public_id)
    level = level_asked(request, looked.path)
    places = _parts(looked, level) if level else []
    query = {"noi": looked.path, **({"cap": level} if level else {})}
    facts = {
        **_place(looked),
        "rows": rows_of(places[:ROWS_ON_A_WALL], looked.deadline),
        "levels": levels_of(looked.path),
        "level": level,
        "query": urlencode(query),
        "refresh_seconds": SECONDS_BETWEEN_LOOKS,
    }
    return render(request, "deadlines/wall.html", facts)


@staff(Role.OFFICER)
@require_safe
def table(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Every facility of a place, for a spreadsheet."""
    looked = looked_at(request, public_id)
    return csv_answer(f"{_file_name()}.csv", [_head(), *_lines(looked)])


@staff(Role.OFFICER)
@require_safe
def workbook(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same as a workbook, numbers as numbers."""
    looked = looked_at(request, public_id)
    return xlsx_answer(f"{_file_name()}.xlsx", _("Hạn nhập liệu"), _head(), _lines(looked))


def _file_name() -> str:
    return f"han-nhap-{timezone.localdate()}"


def _place(looked: Looked) -> dict[str, Any]:
    name, today = names_of([looked.path])[looked.path], timezone.localdate()
    place = whole(looked.deadline, looked.path, today=today)
    return {
        "deadline": looked.deadline,
        "path": looked.path,
        "place": name,
        "whole": row_of(place, name),
        "trend": trend_of(place.figures, counted_at=looked.deadline.counted_at),
        "now": timezone.now(),
    }


def _parts(looked: Looked, level: Level) -> list[Place]:
    return parts(looked.deadline, looked.path, level=level, today=timezone.localdate())


def _sheet(looked: Looked, level: Level) -> dict[str, Any]:
    places = _parts(looked, level)
    return {
        "level": level,
        "title": LEVELS[level],
        **late_of(places),
        "rows": rows_of(places[:ROWS_ON_PAPER], looked.deadline),
        "more": max(0, len(places) - ROWS_ON_PAPER),
    }


def _lines(looked: Looked) -> Iterator[Sequence[object]]:
    today = timezone.localdate()
    places = facilities(within(looked.deadline, looked.path), today=today)
    for row in rows_of(places, looked.deadline):
        figures = row["figures"]
        yield [
            row["code"],
            row["name"],
            row["due_on"].isoformat(),
            figures.used,
            figures.recorded,
            figures.missing,
            figures.surplus,
            row["share"],
            figures.untold,
            figures.empty_days,
            figures.silent_days,
            figures.sessions,
            figures.entered_today,
            figures.oldest_gap_on or "",
            figures.last_entry_on or "",
            figures.entered_week,
            figures.entered_week_before,
            row["words"],
            row["outlook"] or row["told"],
        ]


def _head() -> list[str]:
    return [
        _("Mã cơ sở"), _("Cơ sở"), _("Hạn nhập"), _("Mũi đã dùng"), _("Mũi đã nhập"),
        _("Còn thiếu"), _("Nhập nhiều hơn đã dùng"), _("Tỷ lệ đã nhập"),
        _("Liều trong kho chưa báo"), _("Ngày chưa nhập mũi nào"),
        _("Ngày có buổi tiêm chưa báo"), _("Buổi tiêm"), _("Nhập hôm nay"),
        _("Ngày thiếu sớm nhất"), _("Lần nhập gần nhất"), _("Nhập 7 ngày qua"),
        _("Nhập 7 ngày trước đó"), _("Tình trạng"), _("Dự kiến"),
    ]  # fmt: skip
