from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.indicators import operations


@app.periodic(cron="* * * * * *")
@app.task(name="fold_figures", queueing_lock="fold_figures")
def fold_figures(timestamp: int) -> None:
    """Every second, add what was counted to the figures."""
    while operations.fold_figures():
        pass


@app.periodic(cron="10 17 * * *")  # ten past midnight in Việt Nam
@app.task(name="publish_figures", queueing_lock="publish_figures")
def publish_figures(timestamp: int) -> None:
    """Every night, keep what everybody may know of the day that ended."""
    now = timezone.now()
    operations.publish_figures(at=now)
    operations.publish_doses(at=now)
    operations.publish_standing(at=now)
