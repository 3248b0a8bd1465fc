from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.supply import operations


@app.periodic(cron="* * * * *")
@app.task(name="add_up_supply", queueing_lock="add_up_supply")
def add_up_supply(timestamp: int) -> None:
    """Every minute, add what moved to the sums of its places and days."""
    operations.add_up_supply(at=timezone.now())
