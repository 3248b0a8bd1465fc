from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.deadlines import operations


@app.periodic(cron="*/5 * * * *")
@app.task(name="count_open_deadlines", queueing_lock="count_open_deadlines")
def count_open_deadlines(timestamp: int) -> None:
    """Every five minutes, count how far the facilities are."""
    operations.count_open_deadlines(at=timezone.now())
