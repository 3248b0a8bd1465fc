"""A person's second look at what the machine did."""

from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.operations import separate_report, undo_acceptance
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit
from sotiem.foundation.refusals import Refusal, require
from sotiem.triage.facts import Did
from sotiem.triage.models import SortedReport
from sotiem.triage.states import Judgement


class NotSampled(Refusal):
    """Nobody asks for a second look at this report, or it was given already."""


class JudgementNeedsAReason(Refusal):
    """Who finds the machine wrong says why."""


@transaction.atomic
def judge_machine(
    *, report_id: int, judgement: Judgement, note: str, by: Staff, at: datetime
) -> SortedReport:
    """Say whether the machine was right; what it did wrongly is taken back, for a reason."""
    rows = SortedReport.objects.select_related("report").select_for_update(of=("self",))
    row = rows.get(pk=report_id)
    require(permissions.can_see(by, row.report))
    if not row.is_sampled or row.judgement != Judgement.NONE:
        raise NotSampled
    if judgement == Judgement.WRONG:
        if not note.strip():
            raise JudgementNeedsAReason
        _take_back(row, note=note.strip(), by=by, at=at)
    row.judgement, row.judged_by, row.judged_at = judgement, str(by), at
    row.save(update_fields=["judgement", "judged_by", "judged_at"])
    audit.record(
        "triage.judged",
        row.report,
        by=by,
        at=at,
        patient_id=row.report.patient_id,
        reason=note.strip(),
        code=row.report.tracking_code,
        did=row.did,
        judgement=judgement,
    )
    return row


def _take_back(row: SortedReport, *, note: str, by: Staff, at: datetime) -> None:
    """Bring the report before officers; what was decided about it since stays."""
    status = row.report.status
    if row.did == Did.JOINED and status == ReportStatus.JOINED:
        separate_report(report_id=row.pk, note=note, by=by, at=at)
    elif row.did == Did.ANSWERED and status == ReportStatus.ACCEPTED:
        undo_acceptance(report_id=row.pk, note=note, by=by, at=at)
