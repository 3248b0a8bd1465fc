"""What is counted of each channel, in the transaction of what happened."""

from collections import Counter
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from sotiem.corrections.channels import Tallied
from sotiem.corrections.events import (
    ReportAccepted,
    ReportOpenedAgain,
    ReportRefused,
    ReportsAnswered,
    ReportsLoaded,
    ReportSubmitted,
    ReportWithdrawn,
)
from sotiem.corrections.models import CorrectionReport
from sotiem.corrections.states import ReportStatus
from sotiem.foundation.bulk import array_of

SLOTS: Final = 16
ADD: Final = """
INSERT INTO corrections_channeltally AS tally (channel_id, what, hours, slot, number)
VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (channel_id, what, hours, slot)
DO UPDATE SET number = tally.number + EXCLUDED.number
"""
_ENDS: Final = {
    ReportAccepted: Tallied.ACCEPTED,
    ReportRefused: Tallied.REFUSED,
    ReportWithdrawn: Tallied.WITHDRAWN,
}


def count_submitted(event: ReportSubmitted) -> None:
    """Count a report that came in."""
    _add(event.channel_id, Tallied.RECEIVED, 0, slot=event.report_id % SLOTS)


def count_loaded(event: ReportsLoaded) -> None:
    """Count the reports that an earlier channel's export brought."""
    first = event.report_ids[0]
    _add(event.channel_id, Tallied.RECEIVED, 0, slot=first % SLOTS, number=len(event.report_ids))


def count_ended(event: ReportAccepted | ReportRefused | ReportWithdrawn) -> None:
    """Count a report that was decided or withdrawn, by the whole hours it took."""
    report = CorrectionReport.objects.only("channel_id", "submitted_at").get(pk=event.report_id)
    hours = whole_hours(report.submitted_at, event.at)
    _add(report.channel_id, _ENDS[type(event)], hours, slot=report.pk % SLOTS)


def count_answered(event: ReportsAnswered) -> None:
    """Count the reports that the machine answered, by the whole hours each took."""
    ids = array_of(event.report_ids)
    rows = CorrectionReport.objects.filter(pk__in=ids).values_list("channel_id", "submitted_at")
    numbers = Counter((channel, whole_hours(sent, event.at)) for channel, sent in rows)
    slot = event.report_ids[0] % SLOTS
    for (channel, hours), number in sorted(numbers.items()):
        _add(channel, Tallied.ACCEPTED, hours, slot=slot, number=number)


def count_opened_again(event: ReportOpenedAgain) -> None:
    """Take back what was counted when the report ended: it is open once more."""
    report = CorrectionReport.objects.only("channel_id", "submitted_at").get(pk=event.report_id)
    hours = whole_hours(report.submitted_at, event.decided_at)
    what = Tallied.REFUSED if event.was == ReportStatus.REFUSED else Tallied.ACCEPTED
    _add(report.channel_id, what, hours, slot=report.pk % SLOTS, number=-1)


def whole_hours(since: datetime, until: datetime) -> int:
    return max(0, int((until - since).total_seconds() // 3600))


@transaction.atomic(savepoint=False)
def _add(channel_id: int, what: Tallied, hours: int, *, slot: int, number: int = 1) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ADD, [channel_id, str(what), hours, slot, number])
