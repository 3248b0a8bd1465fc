"""A place on the board, in words."""

from collections.abc import Sequence
from typing import Any

from sotiem.deadlines.models import EntryDeadline
from sotiem.deadlines.queries import exceptions_of, last_reminders
from sotiem.portals.deadlines.standings import Place, ids_of
from sotiem.portals.deadlines.words import PROGRESS, outlook, percent, told, trend
from sotiem.portals.office.scopes import names_of


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
