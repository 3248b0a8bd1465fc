from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.accounts import operations


@app.periodic(cron="45 2 * * *")
@app.task(name="forget_codes", queueing_lock="forget_codes")
def forget_codes(timestamp: int) -> None:
    """Every night, let go of one-time codes that no longer open anything."""
    operations.forget_codes(at=timezone.now())
