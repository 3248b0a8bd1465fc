from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sotiem.accounts.facts import Role
from sotiem.foundation.models import AuditEntry, AuditSeal
from sotiem.foundation.refusals import require
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.office.actions import ACTIONS
from sotiem.portals.office.words import ACTORS

ENTRIES_A_PAGE: Final = 50
COUNTED_AT_MOST: Final = 10_000
LARGEST: Final = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the trail, without anybody's name or number."""

    at: datetime
    words: str
    kind: str
    label: str
    request_id: str


@staff(Role.AUDITOR)
def trail(request: HttpRequest) -> HttpResponse:
    """The state of the hash chain, and what was read and done, newest first."""
    require(acting_staff(request).may(Role.AUDITOR, "vn"))
    chosen = request.GET.get("viec", "")
    chosen = chosen if chosen in ACTIONS else ""
    before = _number(request.GET.get("truoc"))
    entries = AuditEntry.objects.order_by("-pk")
    if chosen:
        entries = entries.filter(action=chosen)
    if before is not None:
        entries = entries.filter(pk__lt=before)
    found = list(entries[: ENTRIES_A_PAGE + 1])
    seal = AuditSeal.objects.order_by("-number").first()
    waiting = _waiting(seal)
    has_more = len(found) > ENTRIES_A_PAGE
    facts = {
        "seal": seal,
        "waiting": min(waiting, COUNTED_AT_MOST),
        "waiting_is_more": waiting > COUNTED_AT_MOST,
        "actions": ACTIONS.items(),
        "chosen": chosen,
        "entries": [_line(entry) for entry in found[:ENTRIES_A_PAGE]],
        "newest_url": _url(viec=chosen) if before is not None else "",
        "older_url": _url(viec=chosen, truoc=found[-2].pk) if has_more else "",
    }
    return render(request, "office/trail.html", facts)


def _waiting(seal: AuditSeal | None) -> int:
    """How many entries no seal holds yet; counting stops soon after many."""
    entries = AuditEntry.objects.order_by()
    if seal is not None:
        entries = entries.filter(transaction__gte=seal.last_transaction).exclude(
            transaction=seal.last_transaction, pk__lte=seal.last_entry
        )
    return entries[: COUNTED_AT_MOST + 1].count()


def _line(entry: AuditEntry) -> Line:
    return Line(
        at=entry.at,
        words=str(ACTIONS.get(entry.action, entry.action)),
        kind=str(ACTORS.get(entry.actor_kind, entry.actor_kind)),
        label=entry.actor_label if entry.actor_kind == "staff" else "",
        request_id=entry.request_id,
    )


def _number(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()) or int(text[:20]) > LARGEST:
        raise Http404
    return int(text)


def _url(**parts: str | int) -> str:
    asked = urlencode({name: value for name, value in parts.items() if value})
    return f"{reverse('office:trail')}?{asked}" if asked else reverse("office:trail")
