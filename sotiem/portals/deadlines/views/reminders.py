from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.deadlines.models import Standing
from sotiem.deadlines.operations import remind_facilities
from sotiem.deadlines.operations.remind import purpose_of, values_of
from sotiem.deadlines.queries import last_reminders, reminder_phones
from sotiem.messages.texts import text_of
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.deadlines.standings import within
from sotiem.portals.deadlines.views._found import Looked, looked_at
from sotiem.portals.office.scopes import names_of


@staff(Role.OFFICER)
@require_safe
def preview(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Whom a reminder would reach, and what it would say, before it is sent."""
    looked = looked_at(request, public_id)
    standings = _behind(looked)
    ids = [each.facility_id for each in standings]
    told = last_reminders(ids)
    today = timezone.localdate()
    reached = [s for s in standings if not _was_told(told.get(s.facility_id), today)]
    phones = reminder_phones([each.facility_id for each in reached])
    first = next((each for each in reached if each.facility_id in phones), None)
    facts = {
        "deadline": looked.deadline,
        "path": looked.path,
        "place": names_of([looked.path])[looked.path],
        "reached": len(reached),
        "told_today": len(standings) - len(reached),
        "with_phone": len(phones),
        "example": text_of(purpose_of(first), values_of(first)) if first else "",
        "first": first,
    }
    return render(request, "deadlines/remind.html", facts)


@staff(Role.OFFICER)
@require_POST
def send(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Remind all facilities of a place that are behind; sent twice, it reaches each once."""
    looked = looked_at(request, public_id)
    sent = remind_facilities(
        deadline_id=looked.deadline.pk,
        facility_ids=[each.facility_id for each in _behind(looked)],
        by=acting_staff(request),
        at=timezone.now(),
    )
    facts = {
        "deadline": looked.deadline,
        "path": looked.path,
        "place": names_of([looked.path])[looked.path],
        "sent": sent,
        "messages": sum(1 for each in sent if each.message_id),
    }
    return render(request, "deadlines/reminded.html", facts)


def _behind(looked: Looked) -> list[Standing]:
    found = within(looked.deadline, looked.path).behind().select_related("facility")
    standings = list(found.furthest_behind_first())
    if not standings and looked.path.count("/") == 3:
        raise Http404
    return standings


def _was_told(reminder: Any, today: Any) -> bool:
    return reminder is not None and reminder.day == today
