from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.deadlines.operations import count_standings
from sotiem.deadlines.permissions import can_except
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.deadlines import words
from sotiem.portals.deadlines.standings import Key, Order, behind, parts, whole
from sotiem.portals.deadlines.trend import trend_of
from sotiem.portals.deadlines.views._found import Looked, looked_at
from sotiem.portals.deadlines.views._rows import (
    late_of,
    level_asked,
    levels_of,
    row_of,
    rows_of,
)
from sotiem.portals.office.scopes import names_of

PER_PAGE: Final = 50
MOST_SHOWN: Final = 200


@staff(Role.OFFICER)
@require_safe
def show(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How a place and its parts stand with a deadline, what lacks most first."""
    looked, today = looked_at(request, public_id), timezone.localdate()
    level, order = level_asked(request, looked.path), _order_asked(request)
    places = parts(looked.deadline, looked.path, level=level, order=order, today=today)
    rows = rows_of(places[:MOST_SHOWN], looked.deadline)
    facts = {
        **_frame(request, looked),
        **late_of(places),
        "rows": rows,
        "cut": len(places) if len(places) > MOST_SHOWN else 0,
        "levels": levels_of(looked.path),
        "level": level,
        "orders": list(words.ORDERS.items()),
        "order": order,
        "caption": words.ORDERS[order],
    }
    return render(request, "deadlines/board.html", facts)


@staff(Role.OFFICER)
@require_safe
def facilities_behind(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """All facilities of a place that lack something, what lacks most first."""
    looked, today = looked_at(request, public_id), timezone.localdate()
    found = behind(
        looked.deadline, looked.path, after=_after(request), limit=PER_PAGE + 1, today=today
    )
    shown = found[:PER_PAGE]
    facts = {**_frame(request, looked), "rows": rows_of(shown, looked.deadline)}
    if len(found) > PER_PAGE:
        last = shown[-1]
        after = f"{last.figures.owed}-{last.figures.silent_days}-{last.code}"
        key = {"noi": looked.path, "sau": after}
        facts["older_url"] = f"?{urlencode(key)}"
    return render(request, "deadlines/behind.html", facts)


@staff(Role.OFFICER)
@require_POST
def count(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """An officer does not want to wait for the next count."""
    looked = looked_at(request, public_id)
    count_standings(deadline_id=looked.deadline.pk, at=timezone.now())
    return redirect(address_of(looked))


def address_of(looked: Looked) -> str:
    """The board at a place."""
    page = reverse("deadlines:deadline", args=[looked.deadline.public_id])
    return f"{page}?{urlencode({'noi': looked.path})}"


def _frame(request: HttpRequest, looked: Looked) -> dict[str, Any]:
    """What the pages of a place have in common."""
    today = timezone.localdate()
    names = names_of([*looked.above, *looked.areas, looked.path, looked.deadline.jurisdiction])
    place = whole(looked.deadline, looked.path, today=today)
    return {
        "deadline": looked.deadline,
        "path": looked.path,
        "place": names[looked.path],
        "holds_for": names[looked.deadline.jurisdiction],
        "above": [(path, names[path]) for path in looked.above],
        "areas": [(path, names[path]) for path in looked.areas] if len(looked.areas) > 1 else [],
        "whole": row_of(place, names[looked.path]),
        "trend": trend_of(place.figures, counted_at=looked.deadline.counted_at),
        "days_left": (place.due_on - today).days,
        "may_except": can_except(acting_staff(request), looked.deadline),
    }


def _after(request: HttpRequest) -> Key | None:
    """The facility that a page continues after: what it owes, its silent days, its code."""
    match request.GET.get("sau", "").split("-", maxsplit=2):
        case [owed, days, code] if owed.isdecimal() and days.isdecimal():
            return int(owed), int(days), code
    return None


def _order_asked(request: HttpRequest) -> Order:
    asked = request.GET.get("xep", "")
    return Order(asked) if asked in list(Order) else Order.MISSING
