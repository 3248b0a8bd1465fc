"""The page of a checker at a door, which goes on without a network."""

from typing import Final

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.portals.components.access import public
from sotiem.portals.components.offline import edition
from sotiem.portals.public import offline

# The reader of the camera's pictures is compiled in the browser, on this page alone.
CAMERA: Final = {"script-src": ["'self'", "'wasm-unsafe-eval'"], "media-src": ["'self'", "blob:"]}


@never_cache
@csp_update(CAMERA)
@public
@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """Scan, choose a picture or paste; a script checks it here, with lists that it keeps."""
    shown = {
        "frame": "public/frame.html",
        "at_verify": True,
        "told": offline.told(at=timezone.now()),
        "links": offline.links(),
    }
    return render(request, "public/scan.html", shown)


@never_cache
@csp_update(CAMERA)
@public
@require_safe
def reader(request: HttpRequest) -> HttpResponse:
    """The script that reads codes beside the page. It lies below the page's path: only so does a
    browser take it from what it keeps, where there is no network."""
    script = offline.content(offline.READER)
    return HttpResponse(script, content_type="text/javascript; charset=utf-8")


@never_cache
@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the server while there is no network."""
    files = offline.kept_files()
    text = offline.worker(
        pages=[reverse("public:scan")],
        files=files,
        edition=edition([*files, static(offline.READER)]),
    )
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the page among its apps."""
    content = offline.manifest(
        address=reverse("public:scan"),
        scope=reverse("public:verify"),
        icons=[static(icon) for icon in offline.ICONS],
    )
    return JsonResponse(content, content_type="application/manifest+json")
