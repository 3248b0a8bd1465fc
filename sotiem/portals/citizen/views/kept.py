"""The book on a person's own device: the page, its key, what was written there, the worker."""

import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.portals.citizen import kept as told_of
from sotiem.portals.citizen.views._sent_later import taken
from sotiem.portals.components import offline
from sotiem.portals.components.access import acting_citizen, citizen_in, citizens, public


@never_cache
@public
@require_safe
def kept(request: HttpRequest) -> HttpResponse:
    """Keep the book on this device, open what is kept, send what waits, forget it all."""
    is_signed_in = citizen_in(request) is not None
    facts = {"told": told_of.told(), "is_signed_in": is_signed_in, "here": "kept"}
    return render(request, "citizen/kept.html", facts)


@never_cache
@public
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The same page with nobody on it and no token: it stands for all pages without a network."""
    facts = {"told": {**told_of.told(), "isShell": True}, "is_shell": True, "here": "book"}
    return render(request, "citizen/kept.html", facts)


@never_cache
@citizens
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The server's half of the key of a kept book, for who is signed in."""
    by = acting_citizen(request)
    home = "citizen:not_found" if by.patient_id is None else "citizen:book"
    return JsonResponse(
        {
            **told_of.told(),
            "owner": told_of.owner_of(by),
            "half": told_of.server_half(by),
            "tail": by.phone[-3:],
            "home": reverse(home),
            "csrf": get_token(request),
        }
    )


@never_cache
@citizens
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """A report that was written without a network; never that of somebody else on this device."""
    if request.POST.get("owner") != told_of.owner_of(acting_citizen(request)):
        return JsonResponse({"outcome": "not_yours"}, status=409)
    return taken(request)


@never_cache
@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that shows what is pushed, and answers for the server without a network."""
    files = told_of.kept_files()
    facts = {
        **told_of.addresses(),
        "files": files,
        "edition": offline.edition(files),
        "shell": reverse("citizen:shell"),
    }
    found = finders.find("citizen/worker.js")
    assert found is not None
    script = Path(found).read_text(encoding="utf-8")
    text = f"const KEPT = {json.dumps(facts)};\n{script}"
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to keep the book among its apps."""
    content = offline.manifest(
        name=gettext("Sổ Tiêm: sổ tiêm chủng của tôi"),
        short_name=gettext("Sổ Tiêm"),
        language=get_language() or "",
        address=reverse("citizen:book"),
        scope=reverse("citizen:look_up"),
        icons=[static(icon) for icon in told_of.ICONS],
    )
    return JsonResponse(content, content_type="application/manifest+json")
