"""The keys with which programs act in somebody's name: each is shown once, and can be revoked."""

import base64
import hashlib
import hmac
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sotiem.accounts.facts import Role
from sotiem.accounts.models import AccessKey
from sotiem.accounts.operations import make_access_key, revoke_access_key
from sotiem.accounts.queries import access_keys_of
from sotiem.foundation.identifiers import new_submission_key
from sotiem.foundation.refusals import Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.office.forms import KeyForm
from sotiem.portals.office.words import KEY_STATES, KeyState

KEYS_SHOWN: Final = 30
SHOWN_ONCE: Final = "access_key"


@never_cache
@staff(Role.OFFICER, Role.CLERK)
def keys(request: HttpRequest) -> HttpResponse:
    """One's own keys; the newest in full, the first time it is looked at."""
    made = request.session.pop(SHOWN_ONCE, None)
    token = _token(UUID(made), acting_staff(request).user_id) if made else ""
    form = KeyForm(initial={"submission_key": new_submission_key()})
    return _page(request, form, token=token)


@require_POST
@staff(Role.OFFICER, Role.CLERK)
def make(request: HttpRequest) -> HttpResponse:
    """Make a key. The same form sent twice makes one."""
    form, who = KeyForm(request.POST), acting_staff(request)
    if not form.is_valid():
        return _page(request, form)
    given = form.cleaned_data
    try:
        make_access_key(
            token=_token(given["submission_key"], who.user_id),
            name=given["name"],
            expires_at=form.expires_at,
            by=who,
            at=timezone.now(),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_for(refusal))
        return _page(request, form)
    request.session[SHOWN_ONCE] = str(given["submission_key"])
    return redirect("office:keys")


@require_POST
@staff(Role.OFFICER, Role.CLERK)
def revoke(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a program in no more."""
    who = acting_staff(request)
    key = AccessKey.objects.filter(public_id=public_id, user_id=who.user_id).first()
    if key is None:
        raise Http404
    revoke_access_key(key_id=key.pk, by=who, at=timezone.now())
    return redirect("office:keys")


def _page(request: HttpRequest, form: KeyForm, *, token: str = "") -> HttpResponse:
    now = timezone.now()
    who = acting_staff(request)
    kept = access_keys_of(who.user_id, limit=KEYS_SHOWN)
    facts = {
        "keys": [_row(key, now) for key in kept],
        "form": form,
        "token": token,
        "is_officer": who.has(Role.OFFICER),
        "is_clerk": who.has(Role.CLERK),
        "match": request.build_absolute_uri("/api/v1/match"),
        "doses": request.build_absolute_uri("/api/v1/doses"),
    }
    return render(request, "office/keys.html", facts, status=422 if form.is_bound else 200)


def _row(key: AccessKey, now: datetime) -> dict[str, Any]:
    state = KeyState.IN_FORCE if key.expires_at > now else KeyState.EXPIRED
    if key.revoked_at is not None:
        state = KeyState.REVOKED
    words, tone = KEY_STATES[state]
    return {
        "key": key,
        "last_used_at": key.last_used_at,  # type: ignore[attr-defined]
        "state": words,
        "tone": tone,
        "is_in_force": state == KeyState.IN_FORCE,
    }


def _token(submission: UUID, user_id: int) -> str:
    """256 bits that nobody can guess, the same for the same form: a double click gives one key."""
    said = f"access key {submission} {user_id}".encode()
    secret = hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()
    return f"sotiem_{base64.urlsafe_b64encode(secret).decode().rstrip('=')}"
