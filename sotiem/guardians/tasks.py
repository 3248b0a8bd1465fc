from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.actors import machine
from sotiem.guardians import operations


@app.periodic(cron="5 0 * * *")
@app.task(name="end_passed_guardianships", queueing_lock="end_passed_guardianships")
def end_passed_guardianships(timestamp: int) -> None:
    """Just after midnight: who came of age keeps her own record, and her guardian is told."""
    operations.end_passed(by=machine("guardians"), at=timezone.now())
