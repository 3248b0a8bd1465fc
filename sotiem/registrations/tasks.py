from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.registrations import operations


@app.periodic(cron="*/5 * * * *")
@app.task(name="call_next_registered", queueing_lock="call_next_registered")
def call_next_registered(timestamp: int) -> None:
    """Every five minutes, seats that nobody answered for go to the next in the line."""
    operations.call_next(at=timezone.now())
