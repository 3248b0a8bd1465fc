from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.imports.queries import facilities_of, recent_imports
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.facilities import facility_of
from sotiem.portals.deadlines.line import line_of

_PER_PAGE = 20


@staff(Role.CLERK, Role.HEAD)
@require_safe
def my_facilities(request: HttpRequest) -> HttpResponse:
    """The facilities somebody works for or heads; the only one at once."""
    after, who = request.GET.get("sau", ""), acting_staff(request)
    found = facilities_of(who, after=after, limit=_PER_PAGE + 1)
    if len(found) == 1 and not after:
        works_there = who.may(Role.CLERK, found[0].path)
        page = "facility:facility" if works_there else "session:days"
        return redirect(page, code=found[0].code)
    facts = {"facilities": found[:_PER_PAGE], "has_more": len(found) > _PER_PAGE}
    return render(request, "facility/facilities.html", facts)


@staff(Role.CLERK)
@require_safe
def facility(request: HttpRequest, code: str) -> HttpResponse:
    """A facility's imports, newest first."""
    mine = facility_of(request, code)
    imports = recent_imports(mine, before=_key(request), limit=_PER_PAGE + 1)
    facts = {
        "facility": mine,
        "imports": imports[:_PER_PAGE],
        "has_more": len(imports) > _PER_PAGE,
        "deadline": line_of(mine, at=timezone.now()),
    }
    return render(request, "facility/home.html", facts)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET["truoc"])
    except (KeyError, ValueError):
        return None
