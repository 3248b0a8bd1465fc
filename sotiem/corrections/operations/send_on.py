from datetime import datetime

from django.db import transaction

from sotiem.accounts.facts import Jurisdiction, Staff
from sotiem.corrections import permissions, rules
from sotiem.corrections.events import ReportsMoved
from sotiem.corrections.models import CorrectionReport, Transfer
from sotiem.corrections.operations._hand_on import hand_on, put_back, units_of
from sotiem.corrections.operations._move import MoveNotAllowed, SomebodyElseHasIt, lock_report
from sotiem.corrections.operations.tell import tell_moved
from sotiem.corrections.states import ReportStatus
from sotiem.foundation import events
from sotiem.foundation.refusals import Refusal, require

SENDABLE = (ReportStatus.SUBMITTED, ReportStatus.UNDER_REVIEW)


class TransferNeedsAReason(Refusal):
    """Who sends a report to another unit says why it is theirs."""


class UnitHasItAlready(Refusal):
    """The unit named is the one that is responsible now."""


class UnitNeedsANewReason(Refusal):
    """The unit named had this report before, and nothing new is said."""


@transaction.atomic
def send_on_report(
    *, report_id: int, to: Jurisdiction, note: str, by: Staff, at: datetime
) -> CorrectionReport:
    """Say that a report is another unit's, whose and why; it goes there, its clock goes on.

    Where two units send it to each other, the unit above both gets it instead.
    """
    note = " ".join(note.split())
    report = lock_report(report_id)
    _require_hers_to_send(report, by)
    if not note:
        raise TransferNeedsAReason
    if to.path == report.path:
        raise UnitHasItAlready
    earlier = list(Transfer.objects.filter(report=report))
    if to.path in units_of(earlier) and any(rules.same_words(note, one.note) for one in earlier):
        raise UnitNeedsANewReason
    put_back(report)
    hand_on(report, named=to.path, earlier=earlier, note=note, by=by, at=at)
    events.publish(ReportsMoved(report_ids=(report.pk,), at=at))
    tell_moved(report, at=at)
    return report


def _require_hers_to_send(report: CorrectionReport, by: Staff) -> None:
    require(permissions.can_see(by, report))
    if ReportStatus(report.status) not in SENDABLE:
        raise MoveNotAllowed
    if not permissions.can_send_on(by, report):
        raise SomebodyElseHasIt
