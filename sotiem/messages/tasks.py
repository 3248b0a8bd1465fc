from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation.jobs import AGAIN
from sotiem.messages import operations


@app.task(name="deliver_message", retry=AGAIN)
def deliver_message(*, message_id: int) -> None:
    """Send what cannot wait for the next round."""
    operations.deliver_message(message_id=message_id, at=timezone.now())


@app.periodic(cron="* * * * * */5")
@app.task(name="deliver_messages", queueing_lock="deliver_messages", lock="deliver_messages")
def deliver_messages(timestamp: int) -> None:
    """Every five seconds, send what is due, many at a time."""
    while operations.deliver_due(at=timezone.now()):
        pass
