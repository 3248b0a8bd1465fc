"""What a report says, and what became of it, for who puts it under its right kind."""

from typing import Any

from django.utils.translation import gettext as _

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.facts import VACCINE_SAID, ReportKind
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.placing import AsItCame, as_it_came
from sotiem.portals.review.sides import claimed_dose
from sotiem.portals.review.words import KINDS


def facts_of(report: CorrectionReport, *, who: Staff) -> dict[str, Any]:
    """What the page of a case shows of a report's kind: what it was called, and what it was."""
    called = as_it_came(report).called
    return {
        "called": KINDS[called] if called is not None and called != report.kind else "",
        "may_place": permissions.can_place(who, report),
        "placements": [
            {
                "words": _("Xếp lại: %(before)s → %(now)s")
                % {
                    "before": KINDS[ReportKind(each.kind_before)],
                    "now": KINDS[ReportKind(each.kind)],
                },
                "note": each.note,
                "by": each.placed_by,
                "at": each.placed_at,
            }
            for each in report.placed
        ],
    }


def told_of(report: CorrectionReport, came: AsItCame) -> list[tuple[str, str]]:
    """What the sender said, in her own words."""
    called = came.called or came.kind
    said = [(_("Người gửi chọn"), str(KINDS[called])), *claimed_dose(came.said)]
    strange = str(report.claims.get(VACCINE_SAID) or "")
    return [
        (label, value or (strange if label == _("Vắc xin") else ""))
        for label, value in said
        if value or (strange and label == _("Vắc xin"))
    ]
