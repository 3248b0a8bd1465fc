"""How far a registration is, for whoever has its code: not a word about the person."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from sotiem.corrections.operations.limit import spend_look
from sotiem.foundation.identifiers import normal_tracking_code
from sotiem.portals.components.access import public
from sotiem.portals.registering.telling import told_of
from sotiem.registrations.queries import registration_by_code


@public
def find(request: HttpRequest) -> HttpResponse:
    """Ask for a code."""
    typed = request.GET.get("ma", "").strip()
    if typed:
        return redirect("registering:track", code=normal_tracking_code(typed))
    return render(request, "registering/find.html")


@public
@never_cache
def track(request: HttpRequest, code: str) -> HttpResponse:
    """The state, who holds the list, and how many stand before."""
    spend_look(address=get_adapter().get_client_ip(request), at=timezone.now())
    found = registration_by_code(normal_tracking_code(code))
    if found is None:
        return render(request, "registering/find.html", {"unknown": True}, status=404)
    return render(request, "registering/track.html", told_of(found))
