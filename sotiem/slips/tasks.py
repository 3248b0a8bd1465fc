from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.jobs import AGAIN
from sotiem.slips import operations

# Seconds of work each: whatever else waits comes first.
AFTER_ALL_ELSE = -10


@app.task(name="read_photo", retry=AGAIN, priority=AFTER_ALL_ELSE)
def read_photo(*, file_id: int) -> None:
    """Read one photo by machine."""
    operations.read_photo(file_id=file_id, at=timezone.now())
