"""A pair judged again as on the day it was found: does the machine give the same answer?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.views.decorators.cache import never_cache

from sotiem.accounts.facts import Role
from sotiem.matching import queries
from sotiem.matching.replay import Replay, replay
from sotiem.portals.components.access import acting_staff, staff
from sotiem.portals.components.likeness import FIELDS, levels_in_words
from sotiem.portals.review.pair_facts import code_of, percent
from sotiem.portals.review.views.pairs import leave_traces
from sotiem.portals.review.words import COMPARED_OTHERWISE, NOT_KEPT, PARTS, WHY_OTHERWISE


@never_cache
@staff(Role.OFFICER)
def again(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What was kept beside what is computed again. That both were read is recorded on both."""
    who, now = acting_staff(request), timezone.now()
    pair = queries.pair_for_officer(staff=who, public_id=public_id)
    found = replay(pair)
    leave_traces(pair, action="patient.viewed", by=who, at=now)
    facts = {
        "pair": pair,
        "code": code_of(pair),
        "found": found,
        "kept_percent": percent(pair.probability),
        "now_percent": percent(found.probability),
        "from_kept_percent": percent(found.from_kept_levels),
        "sides": (found.one, found.other),
        "rows": _rows(found),
    }
    return render(request, "review/replay.html", facts)


def _rows(found: Replay) -> list[dict[str, Any]]:
    """Every field that pages tell, and the others where they differ."""
    kept, now = levels_in_words(found.pair.levels), levels_in_words(found.levels)
    differing, labels = set(found.differing), {**FIELDS, **PARTS}
    return [
        {
            "field": label,
            "kept": kept[name],
            "now": now[name],
            "why": _why(name, kept) if name in differing else "",
        }
        for name, label in labels.items()
        if name in {*FIELDS, "rarity"} | differing
    ]


def _why(name: str, kept: Mapping[str, str]) -> Promise:
    if not kept[name]:
        return WHY_OTHERWISE[NOT_KEPT]
    return WHY_OTHERWISE.get(name, WHY_OTHERWISE[COMPARED_OTHERWISE])
