from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.jobs import AGAIN
from sotiem.triage import operations
from sotiem.triage.queries import unsorted_reports, waiting_reports


@app.task(name="sort_reports", retry=AGAIN)
def sort_reports(*, report_ids: list[int]) -> None:
    """Sort some reports anew."""
    operations.sort_all(report_ids=report_ids, at=timezone.now())


@app.periodic(cron="*/15 * * * *")
@app.task(name="sort_what_waits", queueing_lock="sort_what_waits")
def sort_what_waits(timestamp: int) -> None:
    """Every quarter of an hour, sort what was missed."""
    operations.sort_all(report_ids=unsorted_reports(), at=timezone.now())


@app.periodic(cron="20 2 * * *")
@app.task(name="sort_again", queueing_lock="sort_again")
def sort_again(timestamp: int) -> None:
    """Every night, sort all that still waits anew: more may be known by now."""
    operations.sort_all(report_ids=waiting_reports(), at=timezone.now())
