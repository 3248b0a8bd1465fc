"""What surrounds a case on the desk: who else is there, what comes next, whether keys are on."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sotiem.accounts.facts import Staff
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import next_of_mine
from sotiem.desk import queries
from sotiem.portals.review.key_words import KEYS


def facts_of(report: CorrectionReport, *, who: Staff, now: datetime) -> dict[str, Any]:
    """Everything on the page of a case that is not about the case."""
    return {
        "has_keys": queries.has_keys(who),
        "key_rows": KEYS,
        "others_here": others_here(report, who=who, now=now),
        "next_case": next_of_mine(report, staff=who),
    }


def others_here(report: CorrectionReport, *, who: Staff, now: datetime) -> str:
    """Who else has the page of this report open; empty when nobody has."""
    names = queries.others_at(report, but=who, at=now)
    return _("%(names)s đang mở phản ánh này.") % {"names": ", ".join(names)} if names else ""
