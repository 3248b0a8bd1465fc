"""Choosing the language of the pages."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from sotiem.portals.components.access import public


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponseBase:
    """Keep the chosen language in a cookie and go back to the page, if it is one of ours."""
    return set_language(request)
