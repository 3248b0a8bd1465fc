"""How many reactions there were: by place, vaccine and group of signs."""

from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Jurisdiction, Role
from sotiem.indicators.facts import ReactionCount
from sotiem.indicators.queries import areas_seen_by
from sotiem.indicators.reaction_measures import ALL
from sotiem.indicators.reaction_queries import reaction_counts
from sotiem.portals.aftercare.words import GROUPS
from sotiem.portals.citizen.words import vaccine_name
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.office.scopes import names_of
from sotiem.reactions.facts import Group
from sotiem.vaccines.queries import known_vaccines

PERIODS: Final = (7, 28, 90, 365)
_LOWEST: Final = 3


@staff(Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR)
@require_safe
@never_cache
def counts(request: HttpRequest) -> HttpResponse:
    """Reactions after the doses of the last days, for a place and each place right below it."""
    areas = areas_seen_by(acting_staff(request))
    path = request.GET.get("noi") or (areas[0] if areas else "")
    if not any(Jurisdiction(area).covers(path) for area in areas):
        raise Http404
    asked = request.GET.get("ngay", "")
    days = int(asked) if asked.isdecimal() and int(asked) in PERIODS else PERIODS[1]
    today = timezone.localdate()
    found = reaction_counts(
        path, since=today - timedelta(days=days - 1), until=today, with_parts=True
    )
    here = [each for each in found if each.path == path]
    parts = sorted({each.path for each in found} - {path})
    names = names_of([path, *parts])
    facts = {
        "path": path,
        "place": names[path],
        "days": days,
        "periods": PERIODS,
        "total": _line(here),
        "vaccines": _by_vaccine(here),
        "days_told": _by_day(here),
        "groups": list(GROUPS.values()),
        "parts": [
            (part, names[part], part.count("/") < _LOWEST, _line(_of(found, part)))
            for part in parts
        ],
    }
    return render(request, "aftercare/counts.html", facts)


def _of(found: list[ReactionCount], path: str) -> list[ReactionCount]:
    return [each for each in found if each.path == path]


def _line(found: list[ReactionCount]) -> dict[str, Any]:
    """All, how many of them serious, and how many with signs of each group."""
    numbers: Counter[str] = Counter()
    for each in found:
        numbers[each.label] += each.number
    serious = sum(each.number for each in found if each.label == ALL and each.is_serious)
    return {"all": numbers[ALL], "serious": serious, "groups": [numbers[one] for one in Group]}


def _by_vaccine(found: list[ReactionCount]) -> list[tuple[str, dict[str, Any]]]:
    names = {vaccine.code: vaccine_name(vaccine) for vaccine in known_vaccines().values()}
    told: defaultdict[str, list[ReactionCount]] = defaultdict(list)
    for each in found:
        told[each.vaccine].append(each)
    return [(names.get(code, ""), _line(some)) for code, some in sorted(told.items())]


def _by_day(found: list[ReactionCount]) -> list[tuple[Any, dict[str, Any]]]:
    told: defaultdict[Any, list[ReactionCount]] = defaultdict(list)
    for each in found:
        told[each.day].append(each)
    return [(day, _line(told[day])) for day in sorted(told, reverse=True)]
