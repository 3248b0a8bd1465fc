"""Around a case: who has it open, and what the next one will need."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.corrections import queries
from sotiem.desk.operations import note_closed_page, note_open_page
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.review import case_facts, desk_facts


@require_POST
@staff(Role.OFFICER)
def open_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Note that this officer has the report open, or has left it; tell who else is there."""
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    if "roi-trang" in request.POST:
        note_closed_page(report=report, by=who, at=now)
        return HttpResponse(status=204)
    note_open_page(report=report, by=who, at=now)
    told = desk_facts.others_here(report, who=who, now=now)
    return HttpResponse(told, content_type="text/plain; charset=utf-8")


@never_cache
@staff(Role.OFFICER)
def warm(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Have the database read what the page of this report will need; nothing of it is told.

    So the next case opens at once, and yet nobody's record was read before somebody looks at it.
    """
    who, now = acting_staff(request), timezone.now()
    report = queries.report_for_officer(staff=who, public_id=public_id)
    case_facts.facts_of(report, who=who, now=now, is_full=False)
    return HttpResponse(status=204)
