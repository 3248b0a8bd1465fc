"""The board of those who answer for a place."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.corrections.facts import ReportKind
from sotiem.indicators import queries
from sotiem.indicators.facts import Part
from sotiem.portals.board import words
from sotiem.portals.board.chart import chart_of
from sotiem.portals.board.views._place import place_asked, places_above
from sotiem.portals.components.access import staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.office.scopes import names_of
from sotiem.portals.review.words import KINDS

SECONDS_BETWEEN_LOOKS: Final = 30
LOWEST: Final = 3  # steps below the country; below a facility there is nothing


@staff(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """How the reports of a place stand now, and of each place right below it."""
    path, areas = place_asked(request)
    now = timezone.now()
    seen, parts = queries.whole(path, at=now), queries.parts(path, at=now)
    above = places_above(path, areas)
    names = names_of([path, *above, *areas, *(part.path for part in parts)])
    facts = {
        "path": path,
        "place": names[path],
        "above": [(one, names[one]) for one in above],
        "areas": [(one, names[one]) for one in areas] if len(areas) > 1 else [],
        "totals": seen.totals,
        "kinds": [(KINDS[ReportKind(kind)], told) for kind, told in seen.kinds.items()],
        "ways": [(label, seen.ways.get(way, 0)) for way, label in words.WAYS.items()],
        "ages": list(zip(words.AGES, seen.ages, strict=True)),
        "chart": chart_of(seen.days),
        "rows": [_row(part, names) for part in parts],
        "now": now,
        "refresh_seconds": SECONDS_BETWEEN_LOOKS,
    }
    return render(request, "board/board.html", facts)


@staff(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
@never_cache
def table(request: HttpRequest) -> HttpResponse:
    """The places right below a place, for a spreadsheet."""
    path, _areas = place_asked(request)
    now = timezone.now()
    name = f"phan-anh-{timezone.localtime(now):%Y%m%d-%H%M}.csv"
    return csv_answer(name, [_head(), *_lines(path, queries.parts(path, at=now))])


def _row(part: Part, names: dict[str, str]) -> dict[str, Any]:
    return {
        "path": part.path,
        "name": names[part.path],
        "is_itself": part.is_itself,
        "leads_on": not part.is_itself and part.path.count("/") < LOWEST,
        "totals": part.totals,
    }


def _head() -> list[str]:
    return [
        _("Mã nơi giải quyết"), _("Nơi giải quyết"), _("Đã nhận"), _("Đang giải quyết"),
        _("Quá hạn"), _("Đã chấp nhận"), _("Đã từ chối"), _("Người gửi đã rút"),
        _("Giờ trả lời, trung vị"), _("Giờ, chín phần mười"),
    ]  # fmt: skip


def _lines(path: str, parts: Sequence[Part]) -> Iterator[Sequence[object]]:
    names = names_of([path, *(part.path for part in parts)])
    for part in parts:
        totals = part.totals
        yield [
            part.path, names[part.path], totals.received, totals.open, totals.overdue,
            totals.accepted, totals.refused, totals.withdrawn,
            "" if totals.median is None else totals.median,
            "" if totals.most is None else totals.most,
        ]  # fmt: skip
