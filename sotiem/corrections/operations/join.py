"""Reports that say the same are one case: the later ones wait for the earliest, and end with it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import connection, transaction

from sotiem.accounts.facts import Staff
from sotiem.corrections import permissions
from sotiem.corrections.events import ReportsJoined
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.operations._move import MoveNotAllowed, lock_report, make_move
from sotiem.corrections.operations.tell import tell_opened_again
from sotiem.corrections.states import OPEN, ReportStatus
from sotiem.foundation import audit, events
from sotiem.foundation.actors import Actor
from sotiem.foundation.bulk import array_of, as_array
from sotiem.foundation.refusals import require

JOIN = """
UPDATE corrections_correctionreport AS report SET status = 'joined', joined_to_id = told.earlier
FROM unnest(%s::bigint[], %s::bigint[]) AS told (id, earlier) WHERE report.id = told.id
"""


@transaction.atomic
def join_reports(*, joins: Mapping[int, int], by: Actor, at: datetime) -> list[int]:
    """Let reports wait for the earlier ones that they repeat; give those that now do.

    Left as they are: what somebody has taken up meanwhile, and what repeats an ended report.
    """
    locked = CorrectionReport.objects.select_for_update().order_by("pk")
    known = locked.in_bulk({*joins, *joins.values()})
    made = {
        known[later].pk: known[earlier]
        for later, earlier in joins.items()
        if known[later].status == ReportStatus.SUBMITTED and known[earlier].status in OPEN
    }
    # One that was just joined itself is no case.
    made = {later: earlier for later, earlier in made.items() if earlier.pk not in made}
    if not made:
        return []
    earliest = [report.pk for report in made.values()]
    with connection.cursor() as cursor:
        cursor.execute(JOIN, [as_array(made), as_array(earliest)])
    audit.record_many(
        (_note(known[later], earlier) for later, earlier in made.items()), by=by, at=at
    )
    events.publish(ReportsJoined(report_ids=tuple(made), at=at))
    return list(made)


@transaction.atomic
def separate_report(*, report_id: int, note: str, by: Staff, at: datetime) -> CorrectionReport:
    """Take a joined report for a case of its own after all."""
    report = lock_report(report_id)
    require(permissions.can_see(by, report))
    if report.status != ReportStatus.JOINED:
        raise MoveNotAllowed
    _part(report, by=by, at=at, note=note.strip())
    tell_opened_again(report, at=at)
    return report


def joined_with(reports: Collection[CorrectionReport]) -> list[CorrectionReport]:
    """The reports that wait for these, held until the transaction ends."""
    earlier = array_of([report.pk for report in reports])
    waiting = CorrectionReport.objects.filter(joined_to__in=earlier, status=ReportStatus.JOINED)
    return list(waiting.select_for_update().order_by("pk"))


def let_go(report: CorrectionReport, *, by: Actor, at: datetime) -> None:
    """A withdrawn report leaves its place to the next of those that waited for it."""
    waiting = joined_with([report])
    if not waiting:
        return
    first, *others = waiting
    _part(first, by=by, at=at)
    CorrectionReport.objects.filter(pk__in=array_of([one.pk for one in others])).update(
        joined_to=first
    )


def _part(report: CorrectionReport, *, by: Actor, at: datetime, note: str = "") -> None:
    action = "correction_report.separated"
    make_move(report, to=ReportStatus.SUBMITTED, by=by, at=at, note=note, action=action)
    report.joined_to = None
    report.save(update_fields=["joined_to"])


def _note(later: CorrectionReport, earlier: CorrectionReport) -> audit.Note:
    return audit.Note(
        action="correction_report.joined",
        object_kind="correctionreport",
        object_id=later.pk,
        patient_id=later.patient_id,
        details={"code": later.tracking_code, "earlier": earlier.tracking_code},
    )
