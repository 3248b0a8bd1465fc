"""The rows of all sheets of a facility that wait for a person."""

import re
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.imports.models import WaitingRow
from sotiem.imports.rules.waiting import CHANGED, REASONS
from sotiem.imports.waiting import waiting_rows
from sotiem.portals.components.access import staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.facility.views._rows import address_of
from sotiem.portals.facility.words import WAITING_FOR

_PER_PAGE: Final = 50
_PLACE: Final = re.compile(r"([0-9a-f-]{36})\.(\d{1,10})\.(\d{1,2})", re.ASCII)


@staff(Role.CLERK)
@require_safe
def waiting(request: HttpRequest, code: str) -> HttpResponse:
    """What waits, oldest first; of one reason only, where one is chosen."""
    mine, asked = facility_of(request, code), request.GET.get("vi", "")
    reason = asked if asked in REASONS else ""
    after = _PLACE.fullmatch(request.GET.get("sau", ""))
    found = waiting_rows(
        mine,
        reason=reason,
        after=(UUID(after[1]), int(after[2]), int(after[3])) if after else None,
        limit=_PER_PAGE + 1,
    )
    shown, now = found[:_PER_PAGE], timezone.now()
    facts = {
        "facility": mine,
        "tabs": [("", WAITING_FOR[""]), *((each, WAITING_FOR[each]) for each in REASONS)],
        "reason": reason,
        "rows": [_shown(each, now) for each in shown],
        "first_url": _address(shown[0]) if shown else "",
        "next_url": _next(reason, shown[-1]) if len(found) > _PER_PAGE else "",
    }
    return render(request, "facility/waiting.html", facts)


def _next(reason: str, last: WaitingRow) -> str:
    place = f"{last.dose_import.public_id}.{last.row.number}.{last.row.slot}"
    return f"?{f'vi={reason}&' if reason else ''}sau={place}"


def _shown(waiting: WaitingRow, now: datetime) -> dict[str, Any]:
    row, sheet = waiting.row, waiting.dose_import
    return {
        "href": _address(waiting),
        "number": sheet.lists.where(row.number),
        "file_name": sheet.file_name,
        "raw": row.raw,
        "reason": WAITING_FOR[waiting.reason],
        "since": waiting.since,
        "days": (timezone.localdate(now) - timezone.localdate(waiting.since)).days,
    }


def _address(waiting: WaitingRow) -> str:
    if waiting.reason == CHANGED:
        sheet = reverse("facility:import", args=[waiting.dose_import.public_id])
        return f"{sheet}?nhom=thay-doi"
    return address_of(waiting.row, waiting.dose_import)
