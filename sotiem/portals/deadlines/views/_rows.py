"""A place on the board, in words."""

from collections.abc import Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.utils.functional import Promise

from sotiem.deadlines.facts import Progress
from sotiem.deadlines.models import EntryDeadline
from sotiem.deadlines.queries import exceptions_of, last_reminders
from sotiem.portals.deadlines.standings import Level, Place, ids_of, levels_below
from sotiem.portals.deadlines.words import LEVELS, PROGRESS, outlook, percent, told, trend
from sotiem.portals.office.scopes import names_of

LATE: Final = (Progress.WILL_BE_LATE, Progress.AT_REST, Progress.OVERDUE)
NAMED: Final = 5


def rows_of(places: Sequence[Place], deadline: EntryDeadline) -> list[dict[str, Any]]:
    """Each place with its name, its figures and, for facilities, what was said to them."""
    names = names_of(place.path for place in places)
    ids = ids_of(places)
    reminders = last_reminders(ids) if ids else {}
    exceptions = exceptions_of(deadline) if ids else {}
    return [
        row_of(place, names[place.path])
        | {
            "reminder": reminders.get(place.facility_id or 0),
            "exception": exceptions.get(place.facility_id or 0),
        }
        for place in places
    ]


def row_of(place: Place, name: str) -> dict[str, Any]:
    icon, words, tone = PROGRESS[place.forecast.progress]
    return {
        "path": place.path,
        "code": place.code,
        "name": name,
        "is_facility": place.is_facility,
        "facilities": place.facilities,
        "behind": place.behind,
        "silent": place.silent,
        "idle": place.idle,
        "figures": place.figures,
        "due_on": place.due_on,
        "share": percent(place.figures.share),
        "trend": trend(place.figures),
        "icon": icon,
        "words": words,
        "tone": tone,
        "outlook": outlook(place.forecast),
        "told": told(place.figures) if place.is_facility else "",
    }


def late_of(places: Sequence[Place]) -> dict[str, Any]:
    """The places that will not be ready in time as things go, the first few with their names."""
    late = [place for place in places if place.forecast.progress in LATE]
    late.sort(key=lambda place: -place.forecast.days_late)
    names = names_of(place.path for place in late[:NAMED])
    named = [row_of(place, names[place.path]) for place in late[:NAMED]]
    return {"late": named, "late_count": len(late)}


def levels_of(path: str) -> list[tuple[Level, Promise]]:
    """The levels to choose from, where there is a choice."""
    levels = levels_below(path)
    return [(level, LEVELS[level]) for level in levels] if len(levels) > 1 else []


def level_asked(request: HttpRequest, path: str) -> Level | None:
    """The level asked for by `cap`, else the next one; none below a facility."""
    levels = levels_below(path)
    asked = request.GET.get("cap", "")
    return next((each for each in levels if each == asked), levels[0] if levels else None)
