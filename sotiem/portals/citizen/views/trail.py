"""Who read the record, who changed it, when and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import GUARDIAN, Citizen
from sotiem.foundation.actors import ActorKind
from sotiem.foundation.models import AuditEntry
from sotiem.guardians.queries import names_of_guardians
from sotiem.patients.queries import whole_of
from sotiem.portals.citizen import words
from sotiem.portals.components.access import acting_citizen, citizens

ENTRIES_A_PAGE: Final = 25
TOLD_ON_EACH_RECORD: Final = frozenset({"guardianship", "patient", "patientlink"})


@citizens
@never_cache
def trail(request: HttpRequest) -> HttpResponse:
    """The traces left on a person's records, newest first."""
    who = acting_citizen(request)
    patient_id = who.patient_id
    if patient_id is None:
        return redirect("citizen:not_found")
    entries = AuditEntry.objects.filter(patient_id__in=whole_of(patient_id)).order_by("-at", "-pk")
    start = 0
    if key := request.GET.get("truoc"):
        at, start = _read_key(key)
        entries = entries.filter(at__lte=at)
    found = list(entries[start : start + ENTRIES_A_PAGE + 1])
    shown = found[:ENTRIES_A_PAGE]
    guardians = names_of_guardians(patient_id)
    facts = {
        "entries": [
            {
                "title": words.action_in_words(entry.action),
                "at": entry.at,
                "by": _by(entry, who, guardians),
                "why": entry.reason or words.LINKING.get(entry.details.get("reason", ""), ""),
                "code": entry.details.get("code", ""),
            }
            for entry in _each_once(shown)
        ],
        "older": _key_after(shown, key) if len(found) > ENTRIES_A_PAGE else "",
        "here": "trail",
    }
    return render(request, "citizen/trail.html", facts)


def _by(entry: AuditEntry, who: Citizen, guardians: Mapping[str, str]) -> str:
    """Who it was; a guardian by name, and the ward not as "you" where her guardian reads it."""
    is_other = who.guardian_id is not None or entry.actor_key != who.key
    if entry.actor_kind == ActorKind.CITIZEN and entry.actor_label == GUARDIAN and is_other:
        name = guardians.get(entry.actor_key, "")
        return f"{words.actor_in_words(entry.actor_kind, entry.actor_label)} {name}".strip()
    if entry.actor_kind == ActorKind.CITIZEN:
        return gettext("Chính người được tiêm") if who.guardian_id is not None else gettext("Bạn")
    return words.actor_in_words(entry.actor_kind, entry.actor_label)


def _each_once(shown: list[AuditEntry]) -> list[AuditEntry]:
    """What concerns a whole leaves a trace on each of its records; who reads all is told once."""
    told = {
        (entry.action, entry.at, entry.actor_key, entry.reason, str(entry.details))
        if entry.object_kind in TOLD_ON_EACH_RECORD
        else entry.pk: entry
        for entry in shown
    }
    return list(told.values())


def _key_after(shown: list[AuditEntry], before: str | None) -> str:
    """A key that names a moment, and how many entries of that moment were shown already."""
    last = shown[-1].at
    already = sum(entry.at == last for entry in shown)
    if before:
        at, start = _read_key(before)
        already += start if at == last else 0
    return f"{last.isoformat()}~{already}"


def _read_key(key: str) -> tuple[datetime, int]:
    moment, _, already = key.partition("~")
    try:
        at = datetime.fromisoformat(moment)
        start = int(already or 0)
    except ValueError:
        raise Http404 from None
    if at.tzinfo is None or start < 0:
        raise Http404
    return at, start
