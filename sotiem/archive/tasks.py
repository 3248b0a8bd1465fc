from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.archive import operations
from sotiem.foundation.actors import machine


@app.periodic(cron="*/10 * * * *")
@app.task(name="archive_figures", queueing_lock="archive_figures")
def archive_figures(timestamp: int) -> None:
    """Some minutes after a day was published, archive it."""
    operations.archive_published_days(by=machine("archive"), at=timezone.now())
