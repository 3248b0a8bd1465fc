from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.readbacks import operations


@app.periodic(cron="* * * * *")
@app.task(name="hand_over_wrong_entries", queueing_lock="hand_over_wrong_entries")
def hand_over_wrong_entries(timestamp: int) -> None:
    """Every minute, what was called wrong and nobody mended in time becomes a report."""
    operations.hand_over_due(at=timezone.now())
