"""What this clerk answered a moment ago, to be undone with one button."""

import re
from typing import Any, Final

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

from sotiem.accounts.facts import Staff
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.states import Answer, Decision
from sotiem.portals.facility.words import ANSWERED_NOW, DECIDED_NOW

_PLACE: Final = re.compile(r"(\d{1,10})-(\d{1,2})", re.ASCII)


def just_answered(request: HttpRequest, dose_import: DoseImport, who: Staff) -> dict[str, Any]:
    """The row that was answered on the page before, if this clerk answered it."""
    asked = _PLACE.fullmatch(request.GET.get("vua", ""))
    if asked is None:
        return {}
    rows = ImportRow.objects.filter(dose_import=dose_import, number=asked[1], slot=asked[2])
    mine = Q(answer__answered_by=str(who)) | Q(decision__decided_by=str(who))
    row = rows.filter(mine).select_related("answer", "decision").first()
    if row is None:
        return {}
    if row.standing_answer is not None:
        words: Promise = ANSWERED_NOW[Answer(row.standing_answer.answer)]
        undo = "facility:take_back"
    elif row.standing_decision is not None:
        words = DECIDED_NOW[Decision(row.standing_decision.decision)]
        undo = "facility:reopen"
    else:
        return {}
    return {
        "last": row,
        "last_words": str(words) % {"number": dose_import.lists.where(row.number)},
        "last_undo": reverse(undo, args=[dose_import.public_id, row.number, row.slot]),
    }
