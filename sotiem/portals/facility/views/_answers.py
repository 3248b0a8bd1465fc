"""What this clerk answered a moment ago, to be undone with one button."""

import re
from typing import Any, Final

from django.http import HttpRequest

from sotiem.accounts.facts import Staff
from sotiem.imports.models import DoseImport, ImportRow
from sotiem.imports.states import Answer
from sotiem.portals.facility.words import ANSWERED_NOW

_PLACE: Final = re.compile(r"(\d{1,7})-(\d{1,2})", re.ASCII)


def just_answered(request: HttpRequest, dose_import: DoseImport, who: Staff) -> dict[str, Any]:
    """The row that was answered on the page before, if this clerk answered it."""
    asked = _PLACE.fullmatch(request.GET.get("vua", ""))
    if asked is None:
        return {}
    rows = ImportRow.objects.filter(dose_import=dose_import, number=asked[1], slot=asked[2])
    row = rows.filter(answer__answered_by=str(who)).select_related("answer").first()
    standing = row.standing_answer if row is not None else None
    if row is None or standing is None:
        return {}
    words = str(ANSWERED_NOW[Answer(standing.answer)]) % {"number": row.number}
    return {"last": row, "last_words": words}
