"""Doses as they stand this very moment, for those who answer for a place."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.deadlines.models import EntryDeadline
from sotiem.deadlines.queries import deadlines_seen_by, just_added
from sotiem.indicators.dose_queries import LiveDoses, live_doses, live_parts
from sotiem.portals.board import doses
from sotiem.portals.board.views._place import place_asked, places_above
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.downloads import csv_answer
from sotiem.portals.deadlines.words import percent
from sotiem.portals.figures.charts import ages_of
from sotiem.portals.figures.reading import COVID
from sotiem.portals.figures.words import MEASURES
from sotiem.portals.office.scopes import names_of
from sotiem.vaccines.models import TargetDisease, Vaccine

SECONDS_BETWEEN_LOOKS: Final = 30
MINUTES_BACK: Final = 15
CHANGES_SHOWN: Final = 12


@staff(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """The doses of a place: how many, of which sort, how late, and of each place right below."""
    path, areas = place_asked(request)
    now, disease = timezone.now(), TargetDisease.objects.get(code=COVID)
    seen = live_doses(path, disease=disease, at=now)
    parts = [] if doses.is_facility(path) else live_parts(path, disease=disease, at=now)
    days = doses.days_of(path, at=now)
    added, changes = just_added(
        path, since=now - timedelta(minutes=MINUTES_BACK), limit=CHANGES_SHOWN
    )
    above = places_above(path, areas)
    named = [path, *above, *areas, *(each.path for each in changes), *(each.path for each in parts)]
    names = names_of(named)
    facts = {
        "path": path,
        "place": names[path],
        "above": [(one, names[one]) for one in above],
        "areas": [(one, names[one]) for one in areas] if len(areas) > 1 else [],
        "numbers": [(label, seen.of(measure)) for measure, label in MEASURES.items()],
        "seen": seen,
        "vaccines": _vaccines(seen),
        "ages": ages_of({row: dict(told) for row, told in seen.ages.items()}, "first"),
        "added": added,
        "changes": [(each, names[each.path]) for each in changes],
        "minutes": MINUTES_BACK,
        "now": now,
        "refresh_seconds": SECONDS_BETWEEN_LOOKS,
        **_completeness(path, days, now),
        **_parts(request, path, seen, parts, names, days, now),
        "deadline": _deadline(request, path),
    }
    return render(request, "board/doses.html", facts)


@staff(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
@never_cache
def table(request: HttpRequest) -> HttpResponse:
    """The places right below a place, for a spreadsheet."""
    path, _areas = place_asked(request)
    now, disease = timezone.now(), TargetDisease.objects.get(code=COVID)
    name = f"tiem-chung-{timezone.localtime(now):%Y%m%d-%H%M%S}.csv"
    parts = live_parts(path, disease=disease, at=now)
    return csv_answer(name, [_head(), *_lines(parts)])


def _vaccines(seen: LiveDoses) -> list[tuple[str, Any]]:
    found = Vaccine.objects.filter(code__in=seen.vaccines).order_by("position")
    return [(vaccine.name_vi, seen.vaccines[vaccine.code]) for vaccine in found]


def _completeness(path: str, days: dict[str, Any], at: datetime) -> dict[str, Any]:
    since = timezone.localdate(at) - timedelta(days=doses.DAYS_COMPARED - 1)
    told = doses.completeness_of((day for each in days.values() for day in each), since=since)
    alone = days.get(path, []) if doses.is_facility(path) else []
    return {"complete": told, "complete_share": percent(told.share), "days": alone[::-1]}


def _parts(
    request: HttpRequest,
    path: str,
    seen: LiveDoses,
    parts: Sequence[LiveDoses],
    names: dict[str, str],
    days: dict[str, Any],
    at: datetime,
) -> dict[str, Any]:
    """The rows; of a province, by the provinces of before where they are asked for."""
    since = timezone.localdate(at) - timedelta(days=doses.DAYS_COMPARED - 1)
    complete = doses.completeness_by_part(path, days, since=since)
    is_province = doses.depth_of(path) == doses.PROVINCE_DEPTH
    if is_province and request.GET.get("dia-gioi") == "63":
        groups = doses.by_old_province(parts)
        return {"is_province": True, "era": "63", "groups": groups, "rows": []}
    rows = [
        {
            "path": part.path,
            "name": names[part.path],
            "seen": part,
            "complete": complete.get(part.path, doses.Completeness()),
            "share": percent(complete.get(part.path, doses.Completeness()).share),
        }
        for part in parts
    ]
    elsewhere = seen.of("doses").all - sum(part.of("doses").all for part in parts)
    return {
        "is_province": is_province,
        "era": "34",
        "rows": rows,
        "elsewhere": elsewhere if parts else 0,
    }


def _deadline(request: HttpRequest, path: str) -> EntryDeadline | None:
    """The last deadline that holds for the whole place and for days of this week: its board tells
    what is missing."""
    who, today = acting_staff(request), timezone.localdate()
    if not who.may(Role.OFFICER, path):
        return None
    since = today - timedelta(days=doses.DAYS_COMPARED - 1)
    over = EntryDeadline.objects.filter(given_since__lte=today, given_until__gte=since)
    held = {each.pk for each in over.holding_for(path)}
    return next((each for each in deadlines_seen_by(who) if each.pk in held), None)


def _head() -> list[str]:
    return [
        _("Mã nơi tiêm"), _("Nơi tiêm"), *(str(label) for label in MEASURES.values()),
        _("Số mũi tiêm hôm nay"), _("Số mũi tiêm 7 ngày qua"), _("Nhập hôm nay"),
        _("Nhập trễ"),
    ]  # fmt: skip


def _lines(parts: Sequence[LiveDoses]) -> Iterator[Sequence[object]]:
    names = names_of(part.path for part in parts)
    for part in parts:
        doses_given = part.of("doses")
        yield [
            part.path, names[part.path], *(part.of(measure).all for measure in MEASURES),
            doses_given.today, doses_given.week, part.of("entered").today, part.late,
        ]  # fmt: skip
