"""Pages about the site itself."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from sotiem.portals.components.access import public
from sotiem.portals.components.gallery import gallery
from sotiem.portals.components.purposes import PURPOSES

ROBOTS: Final = """\
User-agent: *
Allow: /$
Allow: /kiem-tra/$
Allow: /quyen-rieng-tu/$
Allow: /phan-anh/
Allow: /so-lieu/
Allow: /static/
Allow: /co-so-tiem-chung/
Disallow: /
"""


@public
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept about people, why, and how the pages can be used."""
    return render(request, "public/privacy.html", {"purposes": PURPOSES.values()})


@public
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep search engines to the pages that hold nobody's data."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@public
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Show every component, where the system is shown or tested."""
    if settings.MODE not in ("demo", "test"):
        raise Http404
    return gallery(request)
