from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.jobs import AGAIN
from sotiem.rosters import operations
from sotiem.rosters.operations.check import BY


@app.task(name="check_roster", retry=AGAIN)
def check_roster(*, roster_id: int) -> None:
    """Check an organization's file."""
    operations.check_roster(roster_id=roster_id, at=timezone.now())


@app.task(name="send_roster", retry=AGAIN)
def send_roster(*, roster_id: int) -> None:
    """Register the people of an organization's file."""
    operations.send_roster(roster_id=roster_id, by=BY, at=timezone.now())
