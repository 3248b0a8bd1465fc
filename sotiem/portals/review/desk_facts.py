"""What surrounds a case on the desk: who else is there, what comes next, whether keys are on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.facts import KINDS, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.queries import next_of_mine
from sotiem.corrections.states import ReportStatus
from sotiem.desk import queries
from sotiem.portals.review.evidence import ROUTES, evidence_of, proposal_of
from sotiem.portals.review.key_words import KEYS
from sotiem.portals.review.meant import Meant
from sotiem.triage.facts import Advice


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


def advised(
    report: CorrectionReport, advice: Advice | None, meant: Sequence[Meant], *, who: Staff
) -> dict[str, Any]:
    """What triage found and proposes, and whether this officer may agree by one key."""
    proposal = proposal_of(advice)
    may_agree = permissions.can_decide(who, report) or (
        report.status == ReportStatus.SUBMITTED and permissions.can_review(who, report)
    )
    return {
        "route": ROUTES[advice.route] if advice else "",
        "evidence": evidence_of(advice),
        "proposal": proposal if proposal and is_named(report, meant) else None,
        "may_agree": may_agree and not permissions.has_refused(who, report),
    }


def is_named(report: CorrectionReport, meant: Sequence[Meant]) -> bool:
    """Whether it is plain who the other person is, where a report tells of one."""
    if not KINDS[ReportKind(report.kind)].may_name_another:
        return True
    return report.other_id is not None or len(meant) == 1
