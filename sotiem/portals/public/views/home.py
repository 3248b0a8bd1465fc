"""The front page: what one can do here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.portals.components.access import public


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the ways in."""
    shown = {
        "at_home": True,
        "is_demo": settings.MODE == "demo",
        "login_url": settings.LOGIN_URL,
    }
    return render(request, "public/home.html", shown)
