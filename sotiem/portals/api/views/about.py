"""What programs may ask: as a page for people, and as OpenAPI for programs."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from sotiem.portals.api.description import ADDRESSES, Address, description
from sotiem.portals.components.access import public
from sotiem.portals.components.programs import answer


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every address with an example."""
    origin = request.build_absolute_uri("/").rstrip("/")
    addresses = [_shown(each, origin) for each in ADDRESSES]
    return render(request, "api/page.html", {"addresses": addresses, "origin": origin})


@public
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    with translation.override(translation.get_language_from_request(request)):
        return answer(description(request.build_absolute_uri("/").rstrip("/")))


def _shown(address: Address, origin: str) -> dict[str, Any]:
    path = address.path.replace("{id}", "$ID")
    asked = "?facility=79001&commit=true" if address.name == "uploadSheet" else ""
    call = f'curl "{origin}{path}{asked}" -H "Authorization: Bearer $KEY" {address.curl}'
    for option in (" -H ", " -d ", " --data", " -o ", " -X "):
        call = call.replace(option, f" \\\n {option}")
    example = json.dumps(address.example, ensure_ascii=False, indent=2) if address.example else ""
    return {"address": address, "curl": call.rstrip(), "example": example}
