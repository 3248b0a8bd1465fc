"""What the script of the entry page asks: who may this be, record these, the key, the shell."""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from sotiem.accounts.facts import Role
from sotiem.campaigns.looking import look as look_at_record
from sotiem.campaigns.models import VaccinationSession
from sotiem.campaigns.operations import DoseIsInDoubt, enter_dose
from sotiem.foundation.refusals import NotAllowed, Refusal
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.offline import edition
from sotiem.portals.components.refusals import sentence_for
from sotiem.portals.session.entry_form import EntryForm
from sotiem.portals.session.offline import (
    facts_of_shell,
    kept_files,
    owner_of,
    server_half,
)
from sotiem.portals.session.views._found import session_of
from sotiem.portals.session.views._session import (
    last_entries,
    leave_traces,
    lots_of,
    remember_lot,
    user_of,
)
from sotiem.portals.session.views.entry import CAMERA
from sotiem.portals.session.whose import Shown, shown

MOST_AT_ONCE: Final = 50
Answer = dict[str, Any]


@never_cache
@staff(Role.CLERK)
@require_POST
def look(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Who this may be, and what may be wrong, before it is recorded."""
    held = session_of(request, code, public_id)
    form = EntryForm(request.POST, of=held)
    if not form.is_valid():
        return JsonResponse({"errors": _errors(form), "html": ""})
    said = form.said()
    looked = look_at_record(held, said, at=timezone.now(), with_registry=True)
    found = shown(looked, said.person)
    leave_traces(request, [one.patient_id for one in found.choices], held)
    return JsonResponse({"errors": {}, "html": _html(found, request), "clear": found.is_clear})


@never_cache
@staff(Role.CLERK)
@require_POST
def send(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """Record entries in their order. The same entry again gives the same answer."""
    held = session_of(request, code, public_id)
    try:
        entries = json.loads(request.body)["entries"]
        assert isinstance(entries, list)
        assert all(isinstance(one, dict) for one in entries)
    except (ValueError, KeyError, TypeError, AssertionError):
        return JsonResponse({"answers": []}, status=400)
    answers = [_record(request, held, one) for one in entries[:MOST_AT_ONCE]]
    return JsonResponse({"answers": answers, "last": _last(request, held)})


def _record(request: HttpRequest, held: VaccinationSession, sent: Mapping[str, Any]) -> Answer:
    """What becomes of one entry: recorded, waiting, in doubt, or refused with words."""
    answer: Answer = {"client_id": str(sent.get("client_id", ""))}
    form = EntryForm(sent, of=held)
    if not form.is_valid():
        return {**answer, "outcome": "refused", "errors": _errors(form)}
    said = form.said(is_offline=sent.get("offline") is True)
    try:
        entered = enter_dose(
            session_id=held.pk, said=said, by=acting_staff(request), at=timezone.now()
        )
    except DoseIsInDoubt as doubt:
        found = shown(doubt.looked, said.person)
        leave_traces(request, [one.patient_id for one in found.choices], held)
        told = [one.sentence for one in found.cautions if one.blocks or one.asks]
        accept = [one.code for one in found.cautions if one.asks]
        blocked = any(one.blocks for one in found.cautions)
        return {
            **answer,
            "outcome": "doubt",
            "html": _html(found, request),
            "told": told,
            "accept": [] if blocked else accept,
        }
    except NotAllowed:
        return {**answer, "outcome": "refused", "errors": {"": _not_here()}}
    except Refusal as refusal:
        return {**answer, "outcome": "refused", "errors": {"": str(sentence_for(refusal))}}
    if entered.task is None:
        remember_lot(request, held, said.lot_number)
    return {**answer, "outcome": str(entered.outcome), "name": said.person.full_name}


@never_cache
@staff(Role.CLERK)
@require_safe
def key(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The server's half of the key of what waits, for who is signed in."""
    session_of(request, code, public_id)
    user = user_of(request)
    told = {"owner": owner_of(user), "half": server_half(user)}
    return JsonResponse({**told, "csrf": get_token(request)})


@never_cache
@csp_update(CAMERA)
@staff(Role.CLERK)
@require_safe
def shell(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The entry page with nobody on it: this alone is kept for times without a network."""
    held = session_of(request, code, public_id)
    lots = lots_of(held)
    form = EntryForm(of=held, initial={"lot_number": next(iter(lots), "")})
    facts = {**facts_of_shell(held), "form": form, "lots": lots, "is_open": True, "is_shell": True}
    return render(request, "session/entry.html", facts)


@never_cache
@staff(Role.CLERK)
@require_safe
def worker(request: HttpRequest, code: str, public_id: UUID) -> HttpResponse:
    """The script that answers for the server while there is no network."""
    session_of(request, code, public_id)
    files = kept_files()
    kept = {"files": files, "edition": edition(files), "shell": _shell(code, public_id)}
    text = render_to_string("session/worker.js", {"kept": json.dumps(kept)})
    return HttpResponse(text, content_type="text/javascript; charset=utf-8")


def _shell(code: str, public_id: UUID) -> str:
    return reverse("session:shell", args=[code, public_id])


def _not_here() -> str:
    return _("Mũi này thuộc buổi tiêm khác. Hãy mở buổi tiêm đó rồi gửi.")


def _errors(form: EntryForm) -> dict[str, str]:
    return {name: str(errors[0]) for name, errors in form.errors.items()}


def _html(found: Shown, request: HttpRequest) -> str:
    return render_to_string("session/entry_found.html", {"found": found}, request)


def _last(request: HttpRequest, held: VaccinationSession) -> str:
    facts = {"last": last_entries(request, held), "held": held, "facility": held.facility}
    return render_to_string("session/entry_last.html", facts, request)
