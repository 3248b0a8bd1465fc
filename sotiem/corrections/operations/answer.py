"""What the record says already by now is answered at once, without an officer."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.db import connection, transaction

from sotiem.accounts.facts import Citizen
from sotiem.corrections import permissions
from sotiem.corrections.events import ReportsAnswered
from sotiem.corrections.facts import Outcome, Way
from sotiem.corrections.models import CorrectionReport, Decision
from sotiem.corrections.operations._move import MoveNotAllowed, lock_report
from sotiem.corrections.operations.join import joined_with
from sotiem.corrections.operations.open_again import AppealNeedsWords, open_report
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, as_array, insert_many
from sotiem.foundation.refusals import require
from sotiem.foundation.sequences import next_ids

END = """
UPDATE corrections_correctionreport SET status = 'accepted', decided_at = %s
WHERE id = ANY(%s::bigint[])
"""


@transaction.atomic
def answer_reports(*, report_ids: Collection[int], by: Actor, at: datetime) -> list[int]:
    """Answer reports that the record agrees with already; give those that were answered.

    Nothing on record changes. What somebody has taken up meanwhile is left.
    """
    locked = CorrectionReport.objects.select_for_update().order_by("pk")
    submitted = locked.filter(pk__in=array_of(list(report_ids)), status=ReportStatus.SUBMITTED)
    # A second round was asked for by somebody: people answer it.
    reports = list(submitted.filter(round=1))
    if not reports:
        return []
    reports += joined_with(reports)
    _end(reports, by=by, at=at)
    return [report.pk for report in reports]


@transaction.atomic
def contradict_answer(*, report_id: int, words: str, by: Citizen, at: datetime) -> CorrectionReport:
    """Its sender says that the record is not right all the same: now an officer looks."""
    report = lock_report(report_id)
    require(permissions.is_own(by, report))
    if not words.strip():
        raise AppealNeedsWords
    if not permissions.may_be_contradicted(report):
        raise MoveNotAllowed
    action = "correction_report.contradicted"
    return open_report(report, action=action, note=words.strip(), by=by, at=at)


def _end(reports: list[CorrectionReport], *, by: Actor, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(END, [at, as_array([report.pk for report in reports])])
    ids = next_ids(Decision, len(reports))
    decisions = [
        Decision(
            pk=pk,
            report_id=report.pk,
            round=report.round,
            outcome=Outcome.ALREADY,
            way=Way.MACHINE,
            decided_at=at.astimezone(UTC),
        )
        for pk, report in zip(ids, reports, strict=True)
    ]
    insert_many(Decision, decisions)
    audit.record_many(map(_answered, reports), by=by, at=at)
    audit.record_many(map(_made, decisions), by=by, at=at)
    events.publish(ReportsAnswered(report_ids=tuple(report.pk for report in reports), at=at))


def _answered(report: CorrectionReport) -> audit.Note:
    return audit.Note(
        action="correction_report.answered",
        object_kind="correctionreport",
        object_id=report.pk,
        patient_id=report.patient_id,
        details={"code": report.tracking_code},
    )


def _made(decision: Decision) -> audit.Note:
    return audit.Note(
        action="decision.made",
        object_kind="decision",
        object_id=decision.pk,
        digest=audit.digest_of(decision.facts),
        details={"outcome": decision.outcome},
    )
