from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.accounts.facts import Role
from sotiem.portals.components.access import staff


@staff(Role.OFFICER)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Who is behind."""
    return render(request, "deadlines/board.html")
