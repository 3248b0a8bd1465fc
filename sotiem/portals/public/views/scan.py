"""The page of a checker at a door, which goes on without a network."""

import json
from typing import Final

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.portals.components.access import public
from sotiem.portals.public import offline

# The reader of the camera's pictures is compiled in the browser, on this page alone.
CAMERA: Final = {"script-src": ["'self'", "'wasm-unsafe-eval'"], "media-src": ["'self'", "blob:"]}


@never_cache
@csp_update(CAMERA)
@public
@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """Scan, choose a picture or paste; a script checks it here, with lists that it keeps."""
    shown = {"at_verify": True, "told": offline.told(at=timezone.now())}
    return render(request, "public/scan.html", shown)


@never_cache
@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that answers for the server while there is no network."""
    files = offline.kept_files()
    kept = {"files": files, "edition": offline.edition(files), "page": reverse("public:scan")}
    text = render_to_string("public/worker.js", {"kept": json.dumps(kept)})
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the page among its apps."""
    icons = [
        {"src": static(f"public/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
        for size in (192, 512)
    ]
    content = {
        "name": _("Sổ Tiêm: kiểm tra giấy chứng nhận"),
        "short_name": _("Kiểm tra giấy"),
        "lang": get_language(),
        "start_url": reverse("public:scan"),
        "scope": reverse("public:verify"),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5a50",
        "icons": [*icons, {**icons[1], "purpose": "maskable"}],
    }
    return JsonResponse(content, content_type="application/manifest+json")
