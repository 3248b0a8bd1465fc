"""What verifiers fetch, on whatever site they run: nothing here is about one person."""

import json
from collections.abc import Callable
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sotiem.certificates import health_cards, published
from sotiem.portals.components.access import public
from sotiem.reopening import queries
from sotiem.reopening.published import rules_signed

KEPT_FOR: Final = 60  # seconds that others may keep an answer; lists are issued every minute
SIGNED: Final = "application/jose"
JSON: Final = "application/json"


@public
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Which lists there are, and how new each is."""
    number = queries.sequence()
    return _answer(lambda: published.lists_signed(rules=number, at=timezone.now()))


@public
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Whose signatures are believed."""
    return _answer(lambda: published.trust_list_signed(at=timezone.now()))


@public
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """The rules of reopening that hold or will hold."""
    return _answer(lambda: rules_signed(at=timezone.now()))


@public
@require_safe
def revocations(request: HttpRequest, kid: str) -> HttpResponse:
    """What was revoked of a key; with `?since=NUMBER`, what was added after that list."""
    since = request.GET.get("since", "")
    number = int(since) if since.isdecimal() and len(since) < 10 else None
    return _answer(lambda: published.revocations_signed(kid=kid, since=number, at=timezone.now()))


@public
@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """The public key that signs these lists (PEM). Who verifies compares it with one had before."""
    return _answer(lambda: published.list_key_pem(at=timezone.now()), kind="application/x-pem-file")


@public
@require_safe
def card_keys(request: HttpRequest) -> HttpResponse:
    """The keys that sign SMART Health Cards, where their readers look for them."""
    return _answer(lambda: json.dumps(health_cards.keys_published(at=timezone.now())), kind=JSON)


@public
@require_safe
def revoked_cards(request: HttpRequest, kid: str) -> HttpResponse:
    """Which SMART Health Cards of a key are revoked."""
    return _answer(
        lambda: json.dumps(health_cards.revoked_cards(kid, at=timezone.now())), kind=JSON
    )


def _answer(give: Callable[[], str], *, kind: str = SIGNED) -> HttpResponse:
    try:
        content = give()
    except (published.NoSuchList, health_cards.NoCardKey) as unknown:
        raise Http404 from unknown
    answer = HttpResponse(content, content_type=kind)
    answer["Cache-Control"] = f"public, max-age={KEPT_FOR}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
