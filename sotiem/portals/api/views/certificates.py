"""A checker's program asks whether a certificate holds. Nothing about it is kept or logged."""

from datetime import datetime, timedelta
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from sotiem.certificates import health_cards, queries
from sotiem.certificates.told import told, told_card, told_unread
from sotiem.foundation import limits
from sotiem.portals.api.answering import answering
from sotiem.portals.api.reading import (
    NAMED_AT_MOST,
    MediaTypeIsUnknown,
    RulesAreNotInForce,
    certificate_text,
)
from sotiem.portals.components.access import public
from sotiem.portals.components.programs import answer
from sotiem.reopening.queries import NoSuchRules, judged
from sotiem.reopening.told import told_by_rules

PICTURES: Final = ("image/png", "image/jpeg")
CHECKS_PER_ADDRESS: Final = 3_600
AN_HOUR: Final = timedelta(hours=1)


@csrf_exempt  # asks nothing in anybody's name
@public
@answering("POST")
def verify(request: HttpRequest) -> HttpResponse:
    """Say how a certificate stands, as `sotiem certificate verify --json` does."""
    now = timezone.now()
    address = get_adapter().get_client_ip(request)
    limits.spend("verify", address, limit=CHECKS_PER_ADDRESS, per=AN_HOUR, at=now)
    rules = request.GET.get("rules")
    if request.content_type not in PICTURES:
        return answer(_told(_text(request), rules, at=now))
    return answer(_of_picture(request.read(queries.PICTURE_BYTES + 1), rules, at=now))


def _told(text: str, rules: str | None, *, at: datetime) -> dict[str, Any]:
    if health_cards.is_card(text):
        return told_card(health_cards.verify_card(text, at=at))
    verification = queries.verify(text, at=at)
    if rules is None:
        return told(verification)
    try:
        return told_by_rules(judged(verification, rules=rules, at=at))
    except NoSuchRules as unknown:
        known = ", ".join(unknown.offered) or "–"
        shown = rules[:NAMED_AT_MOST].encode(errors="replace").decode()
        raise RulesAreNotInForce(rules=shown, known=known) from None


def _text(request: HttpRequest) -> str:
    if request.content_type != "application/json":
        raise MediaTypeIsUnknown
    return certificate_text(request)


def _of_picture(picture: bytes, rules: str | None, *, at: datetime) -> dict[str, Any]:
    try:
        text = queries.text_in_picture(picture)
    except queries.PictureNotReadable:
        return told_unread("picture_not_readable")
    except queries.PictureTooLarge:
        return told_unread("picture_too_large")
    except queries.NoCodeInPicture:
        return told_unread("no_code_in_picture")
    return _told(text, rules, at=at)
