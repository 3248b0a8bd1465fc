"""The outbox of demonstrations: what phones would show, so that a newcomer can sign in."""

import time
from dataclasses import dataclass
from typing import Final

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sotiem.foundation.actors import machine
from sotiem.foundation.models import AuditEntry
from sotiem.messages.carriers.outbox import delivered
from sotiem.portals.components.access import public

SECONDS_BETWEEN_LOOKS: Final = 5
SAMPLE: Final = machine("sample")  # whoever fills a demonstration, by its name in the trail


@dataclass(frozen=True, slots=True)
class SignInCode:
    """The code that one member of the sample's staff would read from a phone now."""

    username: str
    unit_name: str
    code: str


@public
@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """Show delivered messages, newest first; a registry in use has no such page."""
    if settings.MODE not in ("demo", "test"):
        raise Http404
    now = int(time.time())
    shown = {
        "messages_sent": delivered(),
        "codes": _sign_in_codes(now) if settings.MODE == "demo" else [],
        "seconds_left": app_settings.TOTP_PERIOD - now % app_settings.TOTP_PERIOD,
        "refresh_seconds": SECONDS_BETWEEN_LOOKS,
    }
    return render(request, "public/outbox.html", shown)


def _sign_in_codes(now: int) -> list[SignInCode]:
    """Compute the codes of the sample's own users; of nobody else, even in a demonstration."""
    made_by_sample = AuditEntry.objects.filter(
        action="user.registered", object_kind="user", actor_key=SAMPLE.key, actor_kind=SAMPLE.kind
    )
    found = Authenticator.objects.filter(
        type=Authenticator.Type.TOTP, user_id__in=made_by_sample.values("object_id")
    ).select_related("user")
    counter = now // app_settings.TOTP_PERIOD
    return [
        SignInCode(
            username=each.user.username,
            unit_name=each.user.unit_name,
            code=format_hotp_value(hotp_value(decrypt(each.data["secret"]), counter)),
        )
        for each in found.order_by("user_id")
    ]
