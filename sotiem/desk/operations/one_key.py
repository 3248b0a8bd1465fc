from datetime import datetime
from uuid import UUID

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections.facts import AcceptanceRule, Way
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations import accept_report, find_already_so, take_up_report
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.refusals import Refusal
from sotiem.triage.facts import Route, Sign
from sotiem.triage.queries import advice_for


class ProposalIsGone(Refusal):
    """What is known of the report has changed: it is no longer proposed to agree."""


@transaction.atomic
def agree_with_proposal(
    *,
    report_id: int,
    note: str,
    rule: AcceptanceRule,
    by: Staff,
    at: datetime,
    whose: UUID | None = None,
) -> CorrectionReport:
    """Agree with what the evidence proposes, taking the report up where nobody has.

    Where two must agree, the proposal is told to the second officer too.
    """
    report = CorrectionReport.objects.select_for_update().get(pk=report_id)
    advice = advice_for(report)
    if advice is None or advice.route != Route.ONE_KEY:
        raise ProposalIsGone
    if report.status == ReportStatus.SUBMITTED:
        take_up_report(report_id=report_id, by=by, at=at)
    if any(finding.sign == Sign.RECORD_SAYS_SO for finding in advice.findings):
        return find_already_so(report_id=report_id, way=Way.ONE_KEY, by=by, at=at)
    return accept_report(
        report_id=report_id, note=note, way=Way.ONE_KEY, rule=rule, whose=whose, by=by, at=at
    )
