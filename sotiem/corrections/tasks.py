from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.corrections import operations


@app.periodic(cron="*/10 * * * *")
@app.task(name="climb_overdue_reports", queueing_lock="climb_overdue_reports")
def climb_overdue_reports(timestamp: int) -> None:
    """Every ten minutes, reports not answered in time go to the unit above."""
    now = timezone.now()
    while operations.climb_overdue(at=now):
        pass


@app.periodic(cron="5-59/10 * * * *")
@app.task(name="tell_above_of_silence", queueing_lock="tell_above_of_silence")
def tell_above_of_silence(timestamp: int) -> None:
    """Every ten minutes, questions that facilities left open too long are told above."""
    now = timezone.now()
    while operations.tell_above_of_silence(at=now):
        pass


@app.periodic(cron="25 * * * *")
@app.task(name="forget_photo_drafts", queueing_lock="forget_photo_drafts")
def forget_photo_drafts(timestamp: int) -> None:
    """Every hour, photos of reports that were not sent within a day are forgotten."""
    operations.forget_drafts(at=timezone.now())
