from typing import Any, Final

from django.core.management import call_command
from django.utils import timezone
from procrastinate import JobContext, builtin_tasks
from procrastinate.contrib.django import app

from sotiem.foundation import audit, events, limits
from sotiem.foundation.jobs import AGAIN

HOURS_JOBS_ARE_KEPT: Final = 72


@app.task(name="deliver_event", retry=AGAIN)
def deliver_event(*, follower: str, event: str, facts: dict[str, Any]) -> None:
    """Tell one follower of one event; tried again until it succeeds."""
    events.deliver(follower=follower, event=event, facts=facts)


@app.periodic(cron="* * * * *")
@app.task(name="seal_trail", queueing_lock="seal_trail")
def seal_trail(timestamp: int) -> None:
    """Add links to the hash chain, every minute."""
    audit.seal_trail(at=timezone.now())


@app.periodic(cron="40 2 * * *")
@app.task(name="forget", queueing_lock="forget")
def forget(timestamp: int) -> None:
    """Every night, let go of sessions that have ended and of counts whose window has passed."""
    call_command("clearsessions")
    limits.forget(at=timezone.now())


@app.periodic(cron="50 2 * * *")
@app.task(name="forget_jobs", queueing_lock="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Every night, let go of jobs that were done days ago; those that failed stay."""
    await builtin_tasks.remove_old_jobs(context, max_hours=HOURS_JOBS_ARE_KEPT)
