from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.jobs import AGAIN
from sotiem.messages import operations


@app.task(name="deliver_message", retry=AGAIN)
def deliver_message(*, message_id: int) -> None:
    operations.deliver_message(message_id=message_id, at=timezone.now())
