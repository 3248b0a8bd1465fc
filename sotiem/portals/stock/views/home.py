from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff
from sotiem.portals.components.facilities import facility_of


@staff(Role.CLERK)
@require_safe
def store(request: HttpRequest, code: str) -> HttpResponse:
    """A facility's stock."""
    return render(request, "stock/store.html", {"facility": facility_of(request, code)})
