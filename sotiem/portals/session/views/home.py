from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.permissions import can_work_at
from sotiem.campaigns.queries import sessions_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.session.words import NEXT, STATUSES

_PER_PAGE = 30


@staff(Role.CLERK, Role.HEAD)
@require_safe
def days(request: HttpRequest, code: str) -> HttpResponse:
    """A facility's sessions, the latest day first."""
    facility = facility_of(request, code, Role.CLERK, Role.HEAD)
    found = sessions_of(facility, before=_before(request), limit=_PER_PAGE + 1)
    shown = found[:_PER_PAGE]
    last = shown[-1] if len(found) > _PER_PAGE else None
    facts: dict[str, Any] = {
        "facility": facility,
        "may_plan": can_work_at(acting_staff(request), facility),
        "today": timezone.localdate(),
        "sessions": [_shown(each) for each in shown],
        "older": f"?truoc={last.public_id}" if last else "",
    }
    return render(request, "session/days.html", facts)


def _shown(session: VaccinationSession) -> dict[str, Any]:
    words, tone = STATUSES[session.status]
    return {"session": session, "words": words, "tone": tone, "next": NEXT[session.status]}


def _before(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["truoc"])
    except (KeyError, ValueError):
        return None
