from typing import Any

from django.utils import timezone
from procrastinate.contrib.django import app

from sotiem.foundation import audit, events
from sotiem.foundation.jobs import AGAIN


@app.task(name="deliver_event", retry=AGAIN)
def deliver_event(*, follower: str, event: str, facts: dict[str, Any]) -> None:
    """Tell one follower of one event; tried again until it succeeds."""
    events.deliver(follower=follower, event=event, facts=facts)


@app.periodic(cron="* * * * *")
@app.task(name="seal_trail", queueing_lock="seal_trail")
def seal_trail(timestamp: int) -> None:
    """Add links to the hash chain, every minute."""
    audit.seal_trail(at=timezone.now())
